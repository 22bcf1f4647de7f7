"""Staff: who may sign in to the dashboard, and who is signed in."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One member of staff; `role` is reader, editor or administrator."""

    staff_id: str
    login: str
    password_hash: str
    role: str
    created_at: float


@dataclass(frozen=True, slots=True)
class StaffSession:
    """Somebody signed in; only the hash of the token is kept."""

    token_hash: str
    staff_id: str
    created_at: float
    expires_at: float


def add_member(connection: Connection, member: StaffRow) -> bool:
    """Add a member of staff; return False if the login is taken."""
    done = connection.execute(
        text(
            "insert into staff (staff_id, login, password_hash, role, created_at) "
            "values (:staff_id, :login, :password_hash, :role, :created_at) on conflict (login) do nothing"
        ),
        asdict(member),
    )
    return done.rowcount == 1


def has_members(connection: Connection) -> bool:
    """Tell whether anybody may sign in."""
    return connection.execute(text("select 1 from staff limit 1")).first() is not None


def find_member(connection: Connection, login: str) -> StaffRow | None:
    """Return the member of staff with this login, or None."""
    row = connection.execute(
        text("select staff_id, login, password_hash, role, created_at from staff where login = :login"),
        {"login": login},
    ).one_or_none()
    return StaffRow(**row._mapping) if row else None


def all_members(connection: Connection) -> tuple[StaffRow, ...]:
    """Return everybody who may sign in, by login."""
    rows = connection.execute(
        text("select staff_id, login, password_hash, role, created_at from staff order by login")
    )
    return tuple(StaffRow(**row._mapping) for row in rows)


def set_password(connection: Connection, staff_id: str, password_hash: str) -> None:
    """Replace a password's hash."""
    connection.execute(
        text("update staff set password_hash = :password_hash where staff_id = :staff_id"),
        {"password_hash": password_hash, "staff_id": staff_id},
    )


def set_role(connection: Connection, staff_id: str, role: str) -> None:
    """Replace a role; it holds from the next page on."""
    connection.execute(
        text("update staff set role = :role where staff_id = :staff_id"), {"role": role, "staff_id": staff_id}
    )


def add_session(connection: Connection, session: StaffSession) -> None:
    """Remember that somebody signed in."""
    connection.execute(
        text(
            "insert into staff_session (token_hash, staff_id, created_at, expires_at) "
            "values (:token_hash, :staff_id, :created_at, :expires_at)"
        ),
        asdict(session),
    )


def find_by_session(connection: Connection, token_hash: str, *, now: float) -> StaffRow | None:
    """Return who is signed in with a token, or None if nobody is or the time is over."""
    row = connection.execute(
        text(
            "select s.staff_id, s.login, s.password_hash, s.role, s.created_at from staff s "
            "join staff_session t on t.staff_id = s.staff_id "
            "where t.token_hash = :token_hash and t.expires_at > :now"
        ),
        {"token_hash": token_hash, "now": now},
    ).one_or_none()
    return StaffRow(**row._mapping) if row else None


def end_session(connection: Connection, token_hash: str) -> None:
    """Forget one sign-in."""
    connection.execute(
        text("delete from staff_session where token_hash = :token_hash"), {"token_hash": token_hash}
    )


def end_sessions_of(connection: Connection, staff_id: str) -> None:
    """Forget every sign-in of a member of staff."""
    connection.execute(text("delete from staff_session where staff_id = :staff_id"), {"staff_id": staff_id})


def delete_expired_sessions(connection: Connection, *, now: float) -> None:
    """Forget sign-ins whose time is over."""
    connection.execute(text("delete from staff_session where expires_at <= :now"), {"now": now})

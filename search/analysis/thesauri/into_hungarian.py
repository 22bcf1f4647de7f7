"""What English words are called in Hungarian: help pages keep some, and people type them."""

from typing import Final

# English words stand for those behind them, not the other way round.
FROM_ENGLISH: Final = """
accept: elfogad
access: hozzáférés
accessibility: akadálymentesítés
accessory: tartozék
account: fiók
address: cím
adjust: beállít
airplane: repülő, repülési
alarm: ébresztő
alert: figyelmeztetés
answer: válasz
app: alkalmazás
application: alkalmazás
archive: archívum
arrow: nyíl
audio: hang
automatic: automatikus
available: elérhető
background: háttér
backup: biztonsági mentés
balance: egyenleg
bank: bank
battery: akkumulátor
bill: számla
block: letilt
bookmark: könyvjelző
box: doboz
brightness: fényerő
browser: böngésző
burn: ír
business: cég, vállalkozás
button: gomb
buy: vásárol
cable: kábel
calendar: naptár
calibrate: kalibrál
call: hívás
camera: kamera, fényképezőgép
cancel: lemond, töröl
card: kártya
cart: kosár
cash: készpénz
category: kategória
change: megváltoztat, módosít
channel: csatorna
charge: töltés, terhelés
check: ellenőriz
click: kattint
clock: óra
close: bezár
cloud: felhő
code: kód
color: szín
colour: szín
comment: megjegyzés
company: cég
compare: összehasonlít
complaint: panasz
computer: számítógép
confirm: megerősít
connect: csatlakozik, kapcsolódik
connection: kapcsolat
contact: kapcsolat, névjegy
contract: szerződés
contrast: kontraszt
copy: másol
cost: költség
country: ország
coupon: kupon
courier: futár
create: létrehoz
credit: hitel
cursor: mutató, kurzor
customer: ügyfél, vásárló
customize: testreszab
damage: sérült
dark: sötét
data: adat
date: dátum
default: alapértelmezett
delay: késés
delete: töröl
deliver: szállít
delivery: szállítás
desktop: asztal
device: eszköz
dictionary: szótár
difference: különbség
disable: letilt, kikapcsol
disconnect: bont, leválaszt
discount: kedvezmény
disk: lemez
display: kijelző, megjelenít
document: dokumentum
download: letölt
drag: húz
drive: meghajtó
driver: illesztőprogram
drop: ejt
duplicate: kettőz
edit: szerkeszt
email: e-mail
enable: engedélyez, bekapcsol
encrypt: titkosít
energy: energia
enter: megad
error: hiba
event: esemény
exchange: csere
expire: lejár
export: exportál
external: külső
factory: gyár
fast: gyors
fee: díj
file: fájl
filter: szűrő
find: talál, keres
fingerprint: ujjlenyomat
firewall: tűzfal
folder: mappa
font: betűkészlet, betű
forgot: elfelejt
format: formátum
fraud: csalás
free: ingyenes, szabad
gesture: mozdulat, gesztus
gift: ajándék
group: csoport
guarantee: garancia
hardware: hardver
headphones: fejhallgató
hear: hall
help: segítség, súgó
hide: elrejt
history: előzmény
home: otthon, saját
hotspot: hotspot
hour: óra
icon: ikon
identity: személyazonosság
image: kép
import: importál
information: információ
insert: beszúr
install: telepít
internet: internet
invoice: számla
item: termék
join: csatlakozik
key: billentyű
keyboard: billentyűzet
language: nyelv
laptop: laptop
large: nagy
late: késik
layout: kiosztás
learn: ismer, tanul
leave: elhagy
letter: levél
license: licenc
limit: korlát
link: hivatkozás, link
list: lista
load: betölt
location: hely
lock: zárol
locked: zárolt
login: bejelentkezés
logout: kijelentkezés
lost: elveszett
mail: levél, e-mail
manage: kezel
manual: kézi, kézikönyv
map: térkép
maximize: maximalizál, teljes méret
media: adathordozó, média
member: tag
memory: memória
menu: menü
merge: összevon
message: üzenet
microphone: mikrofon
minimize: minimalizál
missing: hiányzik
mobile: mobil
mode: mód
money: pénz
monitor: monitor, képernyő
month: hónap
mount: csatol
mouse: egér
move: mozgat, áthelyez
music: zene
name: név
network: hálózat
networking: hálózat
newsletter: hírlevél
night: éjszaka
notification: értesítés
number: szám
offer: ajánlat
office: iroda
offline: kapcsolat nélkül
online: online
open: megnyit
order: rendelés
owner: tulajdonos
package: csomag
page: oldal
panel: panel
paper: papír
parcel: csomag
partition: partíció
password: jelszó
paste: beilleszt
pay: fizet
payment: fizetés
permission: jogosultság, engedély
person: személy
phone: telefon
photo: fotó, fénykép
picture: kép
pickup: átvétel
playlist: lejátszási lista
points: pont
policy: szabályzat
port: port
post: posta
power: energia, tápellátás
preferences: beállítás
preview: előnézet
price: ár
print: nyomtat
printer: nyomtató
privacy: adatvédelem
private: személyes, privát
problem: probléma
processor: processzor
product: termék
profile: profil
program: program
properties: tulajdonság
protect: véd
public: nyilvános
publish: közzétesz
purchase: vásárlás
question: kérdés
quick: gyors
quit: kilép
read: olvas
reader: olvasó
receipt: nyugta
receive: kap
recent: legutóbbi
record: felvétel
recover: helyreállít
recording: felvétel
refund: visszatérítés
region: régió
register: regisztrál
registration: regisztráció
remote: távoli
remove: eltávolít
rename: átnevez
repair: javítás
replace: cserél
report: jelentés
reset: alaphelyzet, visszaállít
resize: átméretez
resolution: felbontás
restart: újraindít
restore: visszaállít
return: visszaküld
review: értékelés
right: jog, jobb
role: szerepkör
rotate: forgat
rule: szabály
sale: akció
save: ment
scan: beolvas
scanner: szkenner, lapolvasó
screen: képernyő
screencast: képernyővideó
screenshot: képernyőkép
scroll: görget
search: keresés
security: biztonság
select: kijelöl
sell: elad
send: küld
server: kiszolgáló
service: szolgáltatás
settings: beállítás
share: megoszt
ship: szállít
shipping: szállítás
shop: bolt
shortcut: gyorsbillentyű
show: megjelenít
shutdown: leállít, kikapcsol
sign: aláír
size: méret
sleep: felfüggeszt, alvó
slow: lassú
software: szoftver
sort: rendez
sound: hang
speaker: hangszóró
special: különleges
speed: sebesség
start: indít
status: állapot
store: bolt, tárol
stop: leállít
stream: közvetítés
subscribe: feliratkozik
subscription: előfizetés, feliratkozás
support: támogatás
suspend: felfüggeszt
switch: vált, átvált
sync: szinkronizál
system: rendszer
tablet: táblagép
tax: adó
template: sablon
terminal: terminál
terms: feltétel
text: szöveg
theme: téma
time: idő
timezone: időzóna
tip: tipp
title: cím
top: felső
touch: érintés
touchpad: érintőtábla
touchscreen: érintőképernyő
track: nyomon követ
transfer: átutalás, átvitel
translate: fordítás
trash: kuka
troubleshoot: hibaelhárítás
turn: kapcsol
type: típus, gépel
unlock: felold
unsubscribe: leiratkozik
update: frissítés
upgrade: frissítés
upload: feltölt
user: felhasználó
username: felhasználónév
verify: ellenőriz, igazol
version: verzió
video: videó
view: nézet, megtekint
virus: vírus
voice: hang
volume: hangerő
voucher: utalvány
wait: vár
wallpaper: háttérkép
warranty: garancia, jótállás
watch: néz
web: web
webcam: webkamera
website: weboldal
wifi: wi-fi, vezeték nélküli
window: ablak
wired: vezetékes
wireless: vezeték nélküli
withdraw: visszalép, felvesz
workspace: munkaterület
write: ír
wrong: rossz, téves
year: év
zoom: nagyít
"""

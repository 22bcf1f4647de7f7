"""English words for the same thing, as people and help pages use them."""

from typing import Final

# Words of a line stand for each other.
ALIKE: Final = """
about, information, details
account, profile
address, location
age, old
allow, permit, let
answer, reply, respond, response
appointment, meeting, event
approve, accept, confirm
arrive, come, receive
ask, question
ATM, cash machine
automatic, automatically, auto
backup, back up, copy
balance, amount, sum
battery, charge, power
begin, start, launch
benefit, advantage
big, large, bigger, enlarge, increase
bill of materials, BOM
black and white, grayscale
blind, vision
block, prevent, stop
bright, brightness
broken, damaged, faulty, defective
browser, web browser
budget, plan
buy, purchase
calculate, compute
camera, webcam
cancel, call off, withdraw
cancelled, canceled
cart, basket
catalogue, catalog
category, type, kind
centre, center
change, edit, modify, alter, adjust
cheque, check
choose, select, pick
click, press, tap
close, quit, exit
code, PIN
color, colour
company, business, firm, organization, enterprise
complain, complaint, claim
computer, PC, machine
connect, link, join, attach
connection, link
contact, call, reach, talk to, speak to
contract, agreement
cookie, cookies
copy, duplicate
cost, price, fee, charge
country, abroad, foreign, international
courier, carrier, driver
create, make, add
credit card, debit card, card
currency, money
customer, client, buyer
damaged, cracked, scratched, torn
dark, dim
deaf, hearing
default, standard
delete, remove, erase
deliver, ship, shipping
delivery, shipping, shipment
difference, compare, versus, comparison
disabled, accessibility
disconnect, unlink
discount, coupon, voucher, promo code, promotion
disk, drive
download, get
drag, move
duplicate, twice
e-mail, mail, message
earn, collect
employee, worker, staff, personnel
empty, blank
estimate, quote, quotation
exchange rate, conversion rate
exchange, swap, replace
expire, expiry, valid, run out
export, extract
extend, prolong, longer
fail, not work, does not work, not working
family, children, kids
FAQ, frequently asked questions
fast, quick, rapid, speed
favourite, favorite, wish list
file, document
filter, narrow
find, locate, search, look for
fix, solve, resolve, troubleshoot
folder, directory
font, text size, letters
forbid, prohibit, not allowed
foreign, overseas
forget, forgot, forgotten
form, questionnaire
fraud, scam, fake
free, no charge
general ledger, G/L
gift card, gift voucher
grey, gray
group, category
guide, manual, instructions, tutorial
help, support, assistance
hide, conceal
holiday, vacation
identity, ID
import, bring in
income, revenue, earnings, profit
install, set up
instalment, installment, pay later
invoice, bill
join, merge, combine, unite
keep, retain
keyboard shortcut, hotkey, shortcut
keyboard, key
label, tag
language, locale
laptop, notebook
late, delayed, delay
law, legal
learn, understand
length, duration, how long
letter, mail
licence, license
lift, elevator
limit, restrict, restriction
list, overview
load, upload
lock, block
log in, login, sign in, log on, logon
log out, logout, sign out, log off
lose, lost, missing, disappear, gone
loud, volume
lower, reduce, decrease
manual, by hand, manually
many, several, multiple
maximize, enlarge, full screen
maximum, limit, at most
message, notification, alert
minimize, shrink
minimum, at least
mobile phone, cell phone
money, cash, funds
mouse, pointer, cursor
move house, new address
move, transfer
movie, recording
movie, video, film, clip
music, audio, song, sound
name, title
network, internet connection
new, recent, latest
newsletter, marketing, mailing list
note, comment, remark
notify, inform, tell, alert
office, workplace
old, previous, former
open, run
order, purchase
organise, organize
out of stock, sold out, unavailable
parcel locker, locker
parcel, package, shipment, packet
password, passcode, PIN
paste, insert
pay, payment, charge
permission, access, rights
phone, telephone, mobile, smartphone, cellphone, cell phone
pick up, pickup, collect, collection
picture, image, photo, photograph
place, location
points, loyalty, bonus, rewards
post code, zip code, postcode
power, energy, electricity
print, printing
printer, print
private, privacy, personal, confidential
problem, issue, trouble, error, fault, failure
product, item, article, goods
program, application, app, software
programme, program
public, shared
raise, increase
rate, rating
receipt, proof of purchase
receive, get, obtain
record, capture
refund, reimburse, money back
reject, decline, refuse, deny
rename, change name
repair, fix, mend
report, statement
require, need, requirement, necessary
reset, restart, reboot
restore, recover, get back
return, send back
review, rating, feedback
rule, policy, terms, conditions
salary, wage, payroll
save, store, keep
schedule, plan, timetable
screen, display, monitor
screenshot, screen capture
secret, hidden
secure, safe, security, protect, protection
sell, sale
seller, vendor, supplier
send, ship, dispatch, mail
server, host
set up, configure, setup, settings, preferences, options
share, sharing
shop, store
shorten, reduce
show, display, view, see
shut down, turn off, power off
sign up, register, registration, create an account, join
sign, signature
size, fit
sleep, suspend, hibernate
slow, slowly, takes long
small, smaller, shrink, reduce, decrease
SMS, text message, text
sort, order, arrange
sound, audio, volume
split, divide, separate
stock, inventory, available
stolen, theft, steal
stop, end, finish
subscribe, subscription
summary, overview
tax, vat, duty
template, layout, form
terms, conditions
text message, SMS
theatre, theater
top up, add money, deposit, fund
track, follow, tracking, status, where is
transfer, send
translate, translation
trash, recycle bin, rubbish
travel, trip, abroad
turn off, switch off, disable, deactivate
turn on, switch on, enable, activate
two-factor, 2FA, authenticator
unauthorised, unauthorized, without permission
uninstall, remove
unsubscribe, opt out
update, renew, refresh
usb stick, flash drive, thumb drive
user, person, people, member
verify, confirm, check, validate
warranty, guarantee
web, internet, online
website, site, page, web page
wired, cable
wireless, wi-fi, wifi, WLAN
withdraw, take out, cash out
wrong, incorrect, false, mistake
zoom, magnify, enlarge
"""

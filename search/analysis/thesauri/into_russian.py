"""What English words are called in Russian: help pages keep some, and people type them."""

from typing import Final

# English words stand for those behind them, not the other way round.
FROM_ENGLISH: Final = """
accept: принять
access: доступ
accessibility: специальные возможности, доступность
accessory: аксессуар
account: учётная запись, аккаунт, личный кабинет
add: добавить
address: адрес
adjust: настроить
airplane: авиарежим, самолёт
alarm: будильник
alert: оповещение
answer: ответ
app: приложение
application: приложение
archive: архив
arrow: стрелка
audio: звук, аудио
automatic: автоматически
available: доступный, наличие
background: фон
backup: резервная копия
balance: баланс
bank: банк
battery: батарея, аккумулятор
bill: счёт
block: заблокировать
bookmark: закладка
box: коробка
brightness: яркость
browser: браузер
burn: записать
business: компания, бизнес
button: кнопка
buy: купить
cable: кабель
calendar: календарь
calibrate: калибровка
call: звонок, позвонить
camera: камера
cancel: отменить
card: карта
cart: корзина
cash: наличные
category: категория
change: изменить
channel: канал
charge: заряд, списание
check: проверить
click: нажать, щёлкнуть
clock: часы
close: закрыть
cloud: облако
code: код
color: цвет
colour: цвет
comment: комментарий
company: компания
compare: сравнить
complaint: жалоба
computer: компьютер
confirm: подтвердить
connect: подключить
connection: подключение, соединение
contact: контакт, связаться
contract: договор
contrast: контрастность
copy: копировать
cost: стоимость
country: страна
coupon: купон, промокод
courier: курьер
create: создать
credit: кредит
cursor: курсор, указатель
customer: клиент, покупатель
customize: настроить
damage: повреждение
dark: тёмный
data: данные
date: дата
default: по умолчанию
delay: задержка
delete: удалить
deliver: доставить
delivery: доставка
desktop: рабочий стол
device: устройство
dictionary: словарь
difference: разница
disable: отключить
disconnect: отключить
discount: скидка
disk: диск
display: экран, дисплей
document: документ
download: скачать, загрузить
drag: перетащить
drive: диск, накопитель
driver: драйвер
drop: перетащить
duplicate: дублировать
edit: редактировать, изменить
email: электронная почта
enable: включить
encrypt: шифрование
energy: энергия
enter: ввести
error: ошибка
event: событие
exchange: обмен
expire: истёк срок
export: экспорт
external: внешний
factory: завод
fast: быстро
fee: комиссия, плата
file: файл
filter: фильтр
find: найти
fingerprint: отпечаток
firewall: межсетевой экран, брандмауэр
fix: исправить
folder: папка
font: шрифт
forgot: забыть
format: формат
fraud: мошенничество
free: бесплатно, свободный
gesture: жест
gift: подарок
group: группа
guarantee: гарантия
hardware: оборудование
headphones: наушники
hear: слышать
help: помощь, справка
hide: скрыть
history: история
home: домашний
hotspot: точка доступа
hour: час
icon: значок
identity: личность
image: изображение
import: импорт
information: информация
insert: вставить
install: установить
internet: интернет
invoice: счёт
item: товар
join: присоединиться
key: клавиша
keyboard: клавиатура
language: язык
laptop: ноутбук
large: большой, крупный
late: опоздание, задержка
layout: раскладка
learn: узнать
leave: покинуть
letter: письмо
level: уровень
license: лицензия
limit: ограничение
link: ссылка
list: список
load: загрузить
location: местоположение
lock: блокировка
locked: заблокирован
login: вход, войти
logout: выход, выйти
lost: потерять
mail: почта, письмо
manage: управление
manual: вручную, инструкция
map: карта
maximize: развернуть
media: носитель
member: участник
memory: память
menu: меню
merge: объединить
message: сообщение
microphone: микрофон
minimize: свернуть
missing: отсутствует, пропал
mobile: мобильный
mode: режим
money: деньги
monitor: монитор
month: месяц
mount: подключить
mouse: мышь
move: переместить
music: музыка
name: имя, название
network: сеть
networking: сеть
newsletter: рассылка
night: ночной
notification: уведомление
number: номер
offer: предложение
office: офис
offline: автономный
online: сетевой, онлайн
open: открыть
order: заказ
owner: владелец
package: посылка
page: страница
panel: панель
paper: бумага
parcel: посылка
partition: раздел
password: пароль
paste: вставить
pay: оплатить
payment: оплата, платёж
permission: права, разрешение
person: человек
phone: телефон
photo: фотография
picture: картинка, изображение
pickup: самовывоз
playlist: плейлист
points: баллы
policy: политика, правила
port: порт
post: почта
power: питание
preferences: параметры
preview: предварительный просмотр
price: цена
print: печать
printer: принтер
privacy: конфиденциальность
private: приватный, частный
problem: проблема
processor: процессор
product: товар
profile: профиль
program: программа
properties: свойства
protect: защита
public: публичный
publish: публикация
purchase: покупка
question: вопрос
quick: быстрый
quit: выйти
read: читать
reader: чтение
receipt: чек
receive: получить
recent: недавний
record: запись
recover: восстановить
recording: запись
refund: возврат
region: регион
register: зарегистрироваться
registration: регистрация
remote: удалённый
remove: удалить
rename: переименовать
repair: ремонт
replace: заменить
report: отчёт
reset: сброс
resize: размер
resolution: разрешение
restart: перезагрузить
restore: восстановить
return: возврат, вернуть
review: отзыв
right: право, правый
role: роль
rotate: повернуть
rule: правило
sale: распродажа
save: сохранить
scan: сканировать
scanner: сканер
screen: экран
screencast: видео экран
screenshot: снимок экрана, скриншот
scroll: прокрутка
search: поиск
security: безопасность
select: выбрать
sell: продать
send: отправить
server: сервер
service: служба, сервис
settings: настройки, параметры
share: поделиться, общий доступ
ship: отправить
shipping: доставка
shop: магазин
shortcut: комбинация клавиш
show: показать
shutdown: выключение
sign: подпись
size: размер
sleep: сон, режим ожидания
slow: медленный
software: программное обеспечение
sort: сортировка
sound: звук
speaker: громкоговоритель, колонки
special: специальный
speed: скорость
start: начать
status: состояние, статус
store: магазин, хранить
stop: остановить
stream: трансляция
subscribe: подписаться
subscription: подписка
support: поддержка
suspend: ждущий режим
switch: переключить
sync: синхронизация
system: система
tab: вкладка
tablet: планшет
tag: метка
tax: налог
template: шаблон
terminal: терминал
terms: условия
text: текст
theme: тема
time: время
timezone: часовой пояс
tip: совет
title: название
top: верхний
touch: касание, сенсорный
touchpad: сенсорная панель
touchscreen: сенсорный экран
track: отследить
transfer: перевод, перенос
translate: перевод
trash: корзина
troubleshoot: устранение неполадок
turn: включить, выключить
type: тип, ввод
unlock: разблокировать
unsubscribe: отписаться
update: обновление
upgrade: обновление
upload: загрузить
user: пользователь
username: имя пользователя
verify: подтвердить
version: версия
video: видео
view: просмотр
virus: вирус
voice: голос
volume: громкость
voucher: сертификат, купон
wait: ждать
wallpaper: обои, фон
warranty: гарантия
watch: смотреть
web: веб, интернет
webcam: веб-камера
website: сайт
wifi: wi-fi, беспроводная сеть
window: окно
wired: проводной
wireless: беспроводной
withdraw: отказаться, вывести
workspace: рабочее пространство, рабочее место
write: написать
wrong: неправильный
year: год
zoom: масштаб
"""

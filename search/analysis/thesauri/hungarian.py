"""Hungarian words for the same thing, as people and help pages use them."""

from typing import Final

# Words of a line stand for each other.
ALIKE: Final = """
adó, áfa, vám
ajándékkártya, utalvány
akadálymentesítés, fogyatékos
akkumulátor, elem, töltés
alapértelmezett, szokásos, alap
automatikus, magától
bekapcsol, engedélyez, aktivál
belép, bejelentkezik, bejelentkezés, belépés
betű, betűkészlet, betűtípus, betűméret
bezár, kilép
beállít, konfigurál, beállítás, megad
beállítás, opció, preferencia
billentyű, gomb
biztonság, biztonságos, védelem, véd
biztonsági mentés, mentés
bolt, üzlet, áruház
bérlet, előfizetés
böngésző, webböngésző
csalás, átverés, hamis
csatlakozik, kapcsolódik, csatlakoztat
csere, kicserél, becserél
csomag, küldemény, szállítmány
csomagautomata, automata
csoport, kategória
cég, vállalat, vállalkozás
cím, lakcím, hely
e-mail, levél, üzenet
egyenleg, összeg
egyesít, összevon, összekapcsol
egér, mutató, kurzor
elad, eladó, értékesít
eladó, szállító, beszállító
elfelejt, elfelejtett
elfogad, jóváhagy
elfogyott, nincs készleten
ellenőriz, igazol, megerősít
elrejt, rejtett
eltávolít, leszed
eltérő, más, különböző
elutasít, megtagad
elveszett, eltűnt, hiányzik
energia, áram, tápellátás
enged, engedélyez
engedély, jogosultság, hozzáférés, jog
fajta, típus
felfüggeszt, alvó, alvás, hibernál
felhasználó, személy, ember
feliratkozik, előfizet
feltölt, befizet
feltölt, bevisz
felvétel, rögzít
film, videó
fizet, kifizet, fizetés
fiók, profil
frissít, megújít
futár, szállító
fájl, állomány, dokumentum
fényerő, fényes, világos
garancia, jótállás, szavatosság
gyors, sebesség
gyorsbillentyű, billentyűparancs, gyorsgomb
hang, hangerő
hely, helyszín
hibás, rossz, sérült, törött, elromlott
hálózat, internet
hírlevél, reklám
idő, óra
időtartam, meddig, hossz
információ, adat, tudnivaló
ingyenes, díjmentes
javít, megjavít, szerel
jelszó, kód, PIN
kamera, fényképezőgép, webkamera
kap, megkap, megérkezik, érkezik
kapcsolat, csatlakozás
kapcsolat, elérhetőség, hívás
karcos, összetört, sérült
kattint, nyom, megnyom
kedvezmény, kupon, akció, leárazás
keres, megtalál, megkeres, talál
kezd, indít, elindít
kicsi, kisebb, csökkent, kicsinyít
kikapcsol, letilt, tilt
kikapcsol, leállít
kilép, kijelentkezik, kijelentkezés
kiszolgáló, szerver
kiválaszt, választ, kijelöl
korlátoz, limit, korlát
kosár, bevásárlókosár
kuka, lomtár, szemét
kártya, bankkártya, hitelkártya
kép, fotó, fénykép
képernyő, kijelző, monitor
képernyőkép, képernyőfotó
késik, késés, lassú
készlet, raktár, elérhető, kapható
készülék, eszköz
kétszer, dupla, kettő
kézi, kézzel, saját kezűleg
követ, nyomon követ, státusz, hol van
küld, elküld, felad, postáz
külföld, külföldi, nemzetközi
különbség, eltérés, összehasonlít
laptop, notebook
lassú, lassan
legfeljebb, maximum, limit
leiratkozik, lemond
lejár, érvényes, érvényesség
lemez, meghajtó
letölt, lement
leállít, befejez, abbahagy
lopott, ellop
létrehoz, készít, csinál, hozzáad
mappa, könyvtár
megakadályoz, blokkol, tilt, zárol
meghosszabbít, hosszabb
megjegyzés, komment, hozzászólás
megnyit, kinyit
megold, kijavít, hibaelhárítás
megoszt, közös
ment, tárol, eltesz, megőriz
mozgat, áthelyez, átrak
mutat, megjelenít, megtekint, lát, megnéz
másol, duplikál, másolat
méret, nagyság
módosít, megváltoztat, változtat, átír, szerkeszt, átállít
nagy, nagyobb, növel, nagyít
nem működik, nem megy, hibás
nyelv, fordítás
nyitvatartás, nyitva
nyomtat, nyomtatás, nyomtató
nyugta, blokk
név, elnevezés
panasz, reklamáció
pendrive, flash meghajtó, usb
pont, hűség, bónusz, jutalom
probléma, gond, hiba, baj
program, alkalmazás, szoftver, app
pénz, készpénz, összeg
regisztrál, feliratkozik, regisztráció, fiók létrehozása
rendel, megrendel, vásárol
rendelés, megrendelés, vásárlás
rendez, sorba
rossz, hibás, téves, helytelen
régi, korábbi, előző
részlet, részletfizetés
sablon, minta
segédprogram, eszköz
segítség, súgó, támogatás
szabály, szabályzat, feltétel
személyes, privát, magán, adatvédelem
személyi igazolvány, okmány
szerződés, megállapodás
szállít, kézbesít, kiszállít, házhozszállítás
számla, bizonylat
számítógép, gép, PC
szín, színes
szükséges, kell, követelmény
születésnap, életkor, kor
sötét, halvány, elsötétül
találkozó, esemény
telefon, mobil, okostelefon
telepít, felrak
termék, áru, cikk, árucikk
több, sok, számos
töröl, eltávolít, megszüntet
töröl, lemond, sztornó
utánvét, készpénz
vesz, vásárol, megvesz, vásárlás
vezeték nélküli, wi-fi, wifi
vezetékes, kábel
visszaküld, visszavisz, visszáru
visszatérít, visszafizet, visszautal, visszatérítés
visszaállít, helyreállít
vásárló, vevő, ügyfél
web, internet, online, világháló
weboldal, honlap, oldal, webhely
zene, hang, audio
ár, költség, díj
áruhitel, részlet
átnevez, név megváltoztatása
átvesz, átvétel
átvételi pont, csomagpont
értesítés, üzenet, figyelmeztetés
értékelés, vélemény
összes, minden, egész
új, legújabb
újraindít, alaphelyzet
útmutató, kézikönyv, leírás, utasítás
"""

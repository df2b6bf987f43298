### Page texts, English. The same keys stand in id.ftl.

## Frame
skip = Skip to content
menu = Menu
switch-language = Bahasa Indonesia
sign-in = Sign in
sign-out = Sign out
foot-what = Mutakhir: household data kept current, from the village to the programme list.
crumbs = Page position
close = Close
cancel = Cancel
save = Save
save-draft = Save draft
show = Show
all = All
yes = Yes
no = No
none = None
unknown = Not known yet
table-of = Table: { $x }
search = Search
filter = Filter
desa = Desa or kelurahan
hamlet = Padukuhan or dusun
kecamatan = Kecamatan
area = Area
date = Date
name = Name
file = File
row = Row
download-csv = Download CSV
print = Print
members = Members
count = Count
reason = Reason
actions = Actions

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

nav-home = Home
nav-work = My work
nav-overview = Overview
nav-desk = Registration desk
nav-desk-passive = Visits and Musdes
nav-households = Households
nav-way = One household's way
nav-registrations = Registrations
nav-review = Match review
nav-prelist = Prelist
nav-meetings = Hamlet meetings
nav-questionnaires = Verification
nav-ranking = Ranking
nav-programmes = Programme lists
nav-care = Data and access
nav-imports = File imports
nav-accounts = Accounts
nav-access = Who reads data
nav-how-to = How to be registered
nav-status = Check a registration
nav-minutes = Check minutes
nav-style = Page parts

pager = Pages of the list
pager-summary = { $x } of { $y }
sort = Sort
sort-terbaru = Newest first
sort-nomor = By number
sort-nama = By name
sort-anggota = Largest first
take-csv = Download CSV
pager-page = Page { $x } of { $y }
pager-previous = Previous
pager-next = Next

## Sign-in and own account
login-title = Sign in
login-name = User name
login-password = Password
login-help = No account, or password forgotten? Ask the account office at the kabupaten's Dinas Kominfo.
login-wrong = User name and password do not match. Check them and try again.
login-locked = Too many attempts for this account. Wait 15 minutes, then try again.
login-needed = Please sign in first to open that page.
login-one-time-over = The one-time password is more than seven days old. Ask a keeper of accounts to reset it.
me-title = My account
me-roles = Roles and areas
me-password = Change password
me-password-old = Current password
me-password-new = New password
me-password-hint = At least 10 characters. A short sentence you remember is safer than a difficult word.
me-password-again = New password, once more
me-sessions = Sessions
me-sign-out-all = Sign out on all devices
wrong-password-old = The current password does not match.
wrong-password-short = The new password has fewer than 10 characters.
wrong-password-differs = The two new passwords differ.
wrong-password-same = The new password is the old one. Choose another.
me-one-time = Change this one-time password
me-one-time-text = A keeper of accounts made this password, so somebody else knows it. Choose one of your own; the other pages open after that.
done-kata-sandi = The password was changed.
done-keluar = You are signed out.
done-sesi-dicabut = All sessions of that account were revoked.
done-akun-dibuat = The account was created.
done-peran-disimpan = The role was saved.
done-akun-diubah = The account's state was changed.
done-pendaftaran = The registration was saved.
done-draf = The draft was saved. There is no receipt until an identity paper is shown.
done-impor = The import is in the queue.
done-diurungkan = The import was undone.
done-minta-kunjungan = The request for a visit was recorded.

## Errors
error-code = Code: { $x }
error-home = To the front page
error-not-found-title = Page not found
error-not-found = This address does not exist, or its data lie outside your area.
error-not-found-repair = Check the address, or look for it through the menu.
error-denied-title = Your account may not do this
error-denied = This act ({ $x }) is not part of your role in { $y }.
error-denied-repair = Those who may: { $x }. This denial was logged.
error-form-title = The form cannot be read
error-form = What was sent is incomplete or damaged.
error-form-repair = Go back, reload the page, and send it once more.
error-origin-title = Request refused
error-origin = This request did not come from a page of Mutakhir.
error-origin-repair = Open the page in your browser directly and try again.
error-refused-title = Not possible yet
error-fault-title = Something failed on the server
error-fault = The request was not finished and nothing was changed.
error-fault-repair = Try again in a moment. If it happens again, tell the operator this code.
error-too-big-title = The file is too large
error-too-big = The file is larger than the limit of { $x } MB.
error-too-big-repair = Send it by kecamatan, or use the command mutakhir import on the server.

## Overview
overview-title = Overview of the update
overview-lead = The state of one round: what has come in, what is held up, and in which desa.
overview-empty-title = No data yet
overview-empty = Begin by importing the area table and the BDT, or register the first household.
count-registrations = Registrations
count-households = Households in the data
count-persons = Household members
count-prelist = On the prelist
count-meetings = Meetings held
count-questionnaires = Households verified
count-ranked = Ranked
count-review = Waiting for review
count-rejected-rows = Import rows rejected
categories = Categories from identification
registration-kinds = How people registered
findings = Meeting codes (column 06)
siak-title = Registry answers per person
deciles = Deciles
decile = Decile
decile-x = Decile { $x }
stage-matrix = Stages by area
stage-matrix-help = The numbers count households or meetings. Choose an area's name to look closer.
stage-registered = Registered
stage-identified = Identified
stage-review = In review
stage-prelist = Prelist
stage-meetings = Meetings
stage-questionnaires = Visited
stage-decree = In decree
area-whole = All your areas
area-unknown = Area not known yet
share = Share
figure-table = The same as a table
chart-value = Count

## Lists
empty-title = Nothing matches
empty-text = Change the words you search for, or remove the filter.
households-title = Households
households-lead = The register this workspace holds. NIK are hidden unless your role may see them.
households-search = Head's name or household id
households-find-nik = Look up a NIK
household-id = Household id
head-name = Head of household
percentile = Percentile
address = Address
rt-rw = RT/RW
registrations-title = Registrations
registrations-lead = All registrations, active and passive, with what identification found.
registrations-search = Registration number or head's name
registration-number = Registration number
registration-kind = Kind
registration-date = Registered on
category = Category
state = State
review-candidate = Candidate household
prelist-title = Prelist
prelist-lead = The list frozen for field verification. Its numbers do not change any more.
prelist-no = No.
prelist-empty = The prelist is not frozen yet.
meetings-title = Hamlet meetings
meetings-lead = FKP.01 and FKP.02 sheets of each padukuhan: verdict, reasons and quota.
meeting-verdict = Verdict
meeting-quota = Quota
meeting-proposed = New proposals
meeting-codes = Counts by code
meeting-title = Meeting { $x }
meeting-rows = Rows of FKP.01
meeting-new-rows = Rows of FKP.02
meeting-checked = Checked by assistant
meeting-outcome = Outcome
finding = Code
questionnaires-title = Household verification
questionnaires-lead = Results of visits with form PBDK2016.RT and how they were checked.
questionnaire-id = Questionnaire
questionnaire-result = Result of visit
questionnaire-verdict = Check
questionnaire-problems = To be repaired
ranking-title = Ranking
ranking-lead = The place of each household by the welfare model. The score is not shown; percentile and decile are used.
ranking-position = Place
ranking-unranked = Not ranked
ranking-table = Households by decile
programmes-title = Programme lists
programmes-lead = Each row names the clause that admitted it. A near miss names the clause that failed.
programme-name = Programme
programme-unit = Unit
programme-clause = Clause
programme-admitted = On the list
programme-near = Near miss
programme-search = Head's name or household id

## One household
household-title = Household { $x }
household-place = Where it lives
household-members = Household members
household-member-count = Stated number of members
household-family-count = Number of families
household-origin = Origin of the data
household-origin-row = { $x }, row { $y }
household-history = History
household-history-empty = Nothing is recorded for this household yet.
household-registrations = Registrations that point here
household-evidence = Why it was identified so
household-ranking = Ranking
household-programmes = Programmes
household-programmes-empty = No programme list has judged this household yet.
household-meetings = Results of meetings
household-questionnaires = Questionnaires
household-answers = Housing and assets
household-documents = Documents
household-nik-logged = You see NIK in full. This reading is logged and the citizen can see it.
household-nik-masked = NIK are hidden: your role sees the last four digits only.
household-sensitive-hidden = Answers on housing, assets, health and disability are not shown to your role.
household-merged = Changed: { $x }
person-no = No.
person-name = Full name
person-nik = NIK
person-no-kk = No. KK
person-sex = Sex
person-birth = Date of birth
person-age = Age
person-age-x = { $x } years
person-relation = Relation to head
person-marital = Marital status
person-siak = SIAK
person-nik-hint = 16 digits without spaces. May stay empty if there is none yet.
registration-title = Registration { $x }
registration-people = Registered members
registration-identity = Identity shown
registration-officer = Officer
registration-musdes = Number of Musdes/Muskel
registration-note = Note
registration-receipt = Print receipt
registration-household = Matching household
registration-merged = Merged with
registration-evidence = Why this category
event-by = by { $x }
event-by-as = by { $x }, { $y }
event-because = Reason: { $x }
actor-operator = keeper of the workspace
actor-sistem = the program
actor-warga = a citizen

## Imports
imports-title = File imports
imports-lead = Each file is read whole; a damaged cell is reported with row, cause and repair. Nothing is dropped silently.
import-upload = Import a new file
import-kind = What the file holds
import-file = File
import-file-hint = XLSX, XLS, ODS, CSV, or a ZIP of several files. What is in doubt is asked before the import.
import-start = Start import
import-list = Earlier imports
import-source = Source
import-rows = Rows read
import-rejects = Rejected
import-warnings = Warnings
import-infos = Info
import-at = Time
import-none = No import yet.
import-title = Import { $x }
import-report = Quarantine report
import-report-help = TOLAK: the cell or row was not taken. PERINGATAN: taken and marked. INFO: tidied without loss.
import-issue-kind = Kind
import-issue-level = Level
import-issue-column = Column
import-issue-what = What is wrong
import-issue-repair = How to repair it
import-issues-none = This import has no defects.
import-undo = Undo import
import-undo-title = Undo this import?
import-undo-text = All rows of this import are taken back. That is possible only while nothing depends on them. What happened stays on record.
import-jobs = Work in progress
import-check = Check the columns first
import-unsettled = Files that wait for an answer about their columns
job-columns = Check the columns of this file
columns-title = Check the columns
columns-lead = { $x } · { $y }
columns-wrong = The choices cannot be used yet
columns-looks-like = This file looks like { $x }. If it is, drop this upload and choose what the file holds.
columns-settled = Nothing is in doubt. The file can be imported.
columns-questions = { $x } things to answer before the file is imported
columns-asked = Columns in question
columns-missing = Columns not found
columns-missing-help = Point to the column in the list, or agree to import without it.
columns-required = without it the file cannot be read; point to the column.
columns-without = Import without { $x }
columns-lost = What is lost: { $x }.
columns-others = Other columns
columns-others-count = Other columns ({ $x })
columns-said = Not in this file
columns-preview = The first rows as they will be read
columns-preview-help = Names and numbers are masked. ✗ marks what cannot be read.
columns-column = Column
columns-row = Row { $x }
columns-filled = Filled in { $x } of { $y } rows
columns-none = (not used)
columns-word = Meaning of "{ $x }"
columns-cells = { $x } cells
columns-choose = (choose its meaning)
columns-as-empty = read as empty
columns-kept = These choices are kept. The next file with the same heads is read without a question.
columns-look = Show how it is read
columns-import = Keep and import
columns-drop = Drop this upload
done-unggahan-dibuang = The upload was dropped.
job-progress = Progress of the job
job-cancel = Stop the job
job-left = estimated time left
job-rate = rate

## Registration desk
desk-title = Registration desk
desk-lead = Active registration: the citizen comes with KTP, KK or another identity. A NIK is not required now.
desk-passive-title = Passive registration
desk-passive-lead = A PSM visits a household presumed poor, or a Musdes/Muskel names it.
desk-visit = Visit by PSM
desk-musdes = Musdes or Muskel
desk-where = Where they live
desk-address = Address
desk-address-hint = Street, number, or the nearest landmark.
desk-identity = Identity shown
desk-identity-hint = One is enough.
desk-identity-none = No identity at hand
identity-KTP = KTP
identity-KK = Family card (KK)
identity-LAIN = Other identity
desk-identity-other = Which other identity
desk-people = People of the household
desk-people-hint = Write the head first. Those who eat from one kitchen are one household, even with several KK.
desk-person = Person { $x }
desk-person-add = Add a person
desk-person-remove = Remove this person
desk-birth-hint = Example: 27/11/1950
desk-note = Note
desk-submit = Save and give a number
desk-matches = Perhaps already registered
desk-matches-waiting = Fill in the head's name or a NIK; similar ones appear here.
desk-matches-none = Nothing similar in this desa.
desk-match-household = Existing household { $x }
desk-match-registration = Already registered: { $x }
desk-match-why = Matches by
match-nik = same NIK
match-no_kk = same No. KK
match-name = similar head's name
desk-match-differs = Differs
desk-match-conflict = The NIK typed belongs to somebody else here; check the identity card again.
desk-identified = What matching says
desk-identified-as = Category
desk-identified-not-yet = Provisional. The category is set when the round is identified.
match-same-name = same name, or only spelt otherwise
match-birth = age or day of birth fits
match-mother = same mother's name
match-address = same address
desk-saved-title = Registered
desk-saved-number = Registration number
desk-saved-again = This registration was saved before; nothing was doubled.
desk-saved-next = Next step: the data are matched with BDT and SIAK. The citizen can ask for the state with this number.
desk-next-person = Register the next citizen
desk-draft-title = Saved as a draft
desk-draft-text = Without any identity an active registration cannot be completed. Refer the citizen to Dinas Dukcapil for a KTP or KK, then complete this draft.
desk-draft-complete = Complete the draft
desk-drafts = Drafts waiting for identity
desk-drafts-visit = Visits that are not complete
desk-visits = Citizens who asked for a visit
desk-matches-tab = Links below open in another tab; what is typed here stays.
desk-taken-title = This form was saved before with other content
desk-taken = The earlier content is saved under number { $x } and was not changed. What is written below is not saved yet.
desk-taken-next = If this is the same household, compare it with what is saved. If it is another household, press the save button once more; it gets its own number.
desk-taken-open = Open what is saved
form-kept = What was not saved yet was put back. It is in this tab only, and goes when you sign out.
form-empty = Empty the form
desk-referral = Referral to Dukcapil
musdes-number = Number of Musdes/Muskel
musdes-date = Date of Musdes/Muskel
musdes-households = Households it named
musdes-household = Household { $x }
musdes-add = Add a household
musdes-remove = Remove this household
musdes-submit = Save all
musdes-saved = { $n ->
    [one] { $x } household registered from this Musdes
   *[other] { $x } households registered from this Musdes
  }
form-wrong = { $n ->
    [one] { $x } field needs repair
   *[other] { $x } fields need repair
  }
wrong-name-empty = The name is empty.
wrong-nik = The NIK is not valid: check its 16 digits on the KTP or KK.
wrong-no-kk = The No. KK is not valid: check its 16 digits on the family card.
wrong-date = The calendar has no such day. Write it like 27/11/1950.
wrong-date-future = The date lies in the future.
wrong-desa = Choose a desa or kelurahan.
wrong-address = The address is empty.
wrong-people = Write at least one person.
wrong-identity = Choose the identity shown, or choose no identity at hand.
wrong-nik-twice = The same NIK is written for two people.
wrong-musdes = The number of the Musdes/Muskel is empty.

## Citizens
home-title = What do you need?
home-how = I want to be registered
home-how-text = Where to go, whom to meet, what to bring.
home-status = I have a registration number
home-status-text = See how far your data have come.
home-officer = I am an officer
home-officer-text = Sign in with a user name.
how-title = How to be registered
how-lead = Three steps. It costs nothing and needs no account.
how-1-title = Go to the desa or kelurahan office
how-1 = Meet the Kasi Pelayanan. If you cannot come, ask for a visit; a child, neighbour or the head of the RT may do it for you.
how-2-title = Bring one identity paper
how-2 = KTP, family card, or another identity. One is enough.
how-3-title = Keep the registration number
how-3 = You are given a receipt with a number. With it you can ask for the state at any time.
how-honest = Being registered does not yet mean receiving aid. Recipients are listed from checked data, by the rules of each programme.
how-where = Find your desa office
how-where-label = Name of desa or kelurahan
how-where-hint = Example: Sukamaju
how-where-none = There is no desa of that name in { $x }. Check the spelling, or ask the head of your RT for its official name.
how-office = Office of { $x }
how-in-kecamatan = Kecamatan { $x }
how-ask-for = Ask for: Kasi Pelayanan (registration officer)
how-bring = Bring: KTP, KK, or another identity
how-visit = Ask for a visit
how-visit-text = A PSM officer comes within 14 days. Village officers read this request; do not write a NIK here.
how-visit-name = Who should be visited
how-visit-address = Address or landmark
how-visit-phone = Telephone (may stay empty)
how-visit-submit = Send the request
status-title = Check a registration
status-lead = Write the number on the receipt, or the number of the proposal from the hamlet head (USUL/…).
status-number = Registration number
status-submit = Show the state
status-unknown = That number was not found. Check it on the receipt; if it is still missing, ask the registration desk of the desa.
status-of = State of { $x }
status-registered-on = Registered { $x } in { $y }
status-asked-on = Asked for on { $x } in { $y }.
status-discussed-on = Discussed in the hamlet meeting { $x } in { $y }.
status-next = Next step
status-no-date = no date yet
status-ask = Questions: { $x }, service desk.
citizen-USULAN_DIPERIKSA = Your family was proposed in the hamlet meeting. The result is still being checked.
citizen-USULAN_DIPERIKSA-next = Wait for word from the hamlet head, or look here again in a few days.
citizen-USULAN_DITERIMA = The proposal of your family was accepted in the hamlet meeting.
citizen-USULAN_DITERIMA-next = An enumerator comes to your house. Have KTP and KK ready; it costs nothing.
citizen-USULAN_DICORET = Your family was proposed in the hamlet meeting, but could not be taken in yet. There may not be more new proposals than households that are better off now; if there are, those thought best off are struck first.
citizen-USULAN_DICORET-next = You can still register yourself at any time: bring KTP or KK to the desa's registration desk, or ask for a visit. If you object, tell the hamlet head or the desa; the recorded reason can be read to you.
citizen-USULAN_DITARIK = The proposal of your family was not taken further in the hamlet meeting.
citizen-USULAN_DITARIK-next = You can still register yourself at any time: bring KTP or KK to the desa's registration desk, or ask for a visit. Ask the hamlet head for the reason.
citizen-KUNJUNGAN = The request for a visit is on the work list of the PSM. They come by { $x } at the latest.
citizen-KUNJUNGAN-next = Wait for the visit until { $x }. Have a KTP or KK ready if there is one; they come without one too. If nobody has come by that day, contact the village office with this number.
citizen-KUNJUNGAN_LEWAT = Somebody should have come by { $x }. The request is still on the list, as late work.
citizen-KUNJUNGAN_LEWAT-next = Contact the village office with this number, and say that the last day was { $x }.
citizen-DRAF = Your registration is not complete because no identity was shown yet.
citizen-DRAF-next = Get a KTP or KK at Dinas Dukcapil, then come back to the desa office with this number.
citizen-TERDAFTAR = Your registration was received and waits to be matched with earlier data and the civil registry.
citizen-TERDAFTAR-next = Matching. You need not do anything.
citizen-IDENTIFIKASI = Your data are being matched with earlier data and the civil registry.
citizen-IDENTIFIKASI-next = The result of matching, then an officer's visit.
citizen-TELAAH = Your data look like other data, so an officer is checking them.
citizen-TELAAH-next = A decision of Dinas Sosial. If needed, you are reached through the desa.
citizen-TERKATEGORI = Your data were matched and will be put on the visiting list.
citizen-TERKATEGORI-next = The visiting list (prelist) is frozen, then an officer comes.
citizen-PRELIST = Your household is on the officers' visiting list.
citizen-PRELIST-next = A TKSK or PSM officer visits your home.
citizen-GANDA = Your household was already registered under another number, so both registrations were merged.
citizen-GANDA-next = Nothing is lost; receive the officer's visit as usual.
citizen-DITOLAK = This registration cannot go on because the registered people are recorded as deceased in the civil registry.
citizen-DITOLAK-next = If that is wrong, bring the KTP to the desa office or Dinas Dukcapil to have it repaired.
citizen-TERVERIFIKASI = The visit took place and its data were checked.
citizen-TERVERIFIKASI-next = Legalisation by a decree of the Bupati or Wali Kota.
citizen-TIDAK_LENGKAP = An officer visited, but the result is not complete yet.
citizen-TIDAK_LENGKAP-next = The officer repairs it or visits again.
citizen-DISAHKAN = Your data were legalised by a decree of the Bupati or Wali Kota.
citizen-DISAHKAN-next = The data go to the centre and are ranked.
citizen-DIPERINGKAT = Your data are in the Data Terpadu. That does not yet mean receiving aid.
citizen-DIPERINGKAT-next = Each programme chooses recipients by its own rules.
citizen-PENERIMA = Your household is on the list of candidates of: { $x }.
citizen-PENERIMA-next = An official notice of the programme.

## Accounts
accounts-title = Accounts
accounts-lead = Who may do what, and in which area. A role is always bound to an area.
account-new = Create account
account-id = User name
account-id-hint = Lower-case letters, digits, dot or hyphen.
account-display = Person's name
account-roles = Roles
account-role = Role
account-scope = Area
account-scope-hint = Type its name or code and choose from the list. For the whole country: nasional.
account-state = State
account-created = Created
account-sessions = Active sessions
account-revoke = Revoke all sessions
account-disable = Disable account
account-enable = Enable account
account-role-add = Add role
account-role-remove = Remove
account-role-ended = ended
account-until = Until
account-until-x = until { $x }
account-until-hint = For a deputy: the last day of the role. Leave it empty otherwise.
account-own = This is your own account. Another keeper of accounts changes its roles and its state.
account-own-link = Your password and sessions
account-reset = Password
account-reset-text = If the owner forgot the password, make a one-time password. All their sessions end.
account-one-time = A one-time password was made and its owner has not changed it yet.
account-reset-act = Make a one-time password
account-password-made = The first password is made by the program and shown once after the account is saved.
one-time-title = One-time password
one-time-new = The account of { $x } was made.
one-time-reset = The password of { $x } was reset. All their sessions ended.
one-time-password = One-time password
one-time-text = Write it down now: it is not stored and not shown again. Give it to the owner of the account in person. It works for seven days and must be changed at the first login.
one-time-done = Written down
account-title = Account { $x }
wrong-account-id = A user name has only lower-case letters, digits, dots and hyphens, 2 to 40 of them.
wrong-account-taken = That user name is taken.
wrong-account-name = The person's name is empty.
wrong-scope = That area is not known.
wrong-role = Choose a role.

## Who reads data
access-title = Who reads data
access-lead = Each reading of a full NIK or a sensitive answer, and each denial, is recorded here.
access-mine = My own readings
access-all = All in my area
access-subject = About
access-account = Account
access-act = Act
access-granted = Result
access-none = No reading is recorded yet.
access-1 = Allowed
access-0 = Denied

## Page parts
style-lead = Every part of the pages, once. New pages use these parts.
style-colour = Colour and type
style-type-lead = An opening sentence, a little larger than the text.
style-type-body = Text uses the device's own typeface, so that it is light on any phone.
style-type-small = Small print, still legible.
style-buttons = Buttons
style-badges = Code badges
style-figures = Figures, quota and charts
style-quota = Quota of new proposals
style-forms = Forms
style-messages = Messages and dialog
style-notice-info = Good to know
style-notice-text = One sentence that explains.
style-notice-ok = Saved
style-notice-warn = Worth a look
style-notice-bad = Not possible yet
style-dialog = Open dialog
style-table = Table
style-tabs = Tabs
style-timeline = History and steps
style-empty = Empty and running states

## Codes
category-BARU = New
category-LAMA_TETAP = Known, unchanged
category-LAMA_BERUBAH = Known, changed
category-TELAAH = In review
category-GANDA = Double
category-DITOLAK = Rejected
category-DRAF = Draft
category-BELUM = Not identified yet
kind-AKTIF = Active
kind-PASIF = Passive
level-TOLAK = Reject
level-PERINGATAN = Warning
level-INFO = Info
verdict-DITERIMA = Accepted
verdict-DIKEMBALIKAN = Sent back
siak-PADAN = Matched
siak-PADAN_BEDA_NAMA = Matched, other name
siak-PADAN_BEDA_TGL = Matched, other date
siak-NIK_TIDAK_ADA = NIK not found
siak-NIK_GANDA = NIK doubled
siak-MENINGGAL = Deceased
siak-PINDAH_KELUAR = Moved out
siak-NON_AKTIF = Inactive
siak-TIDAK_DIPERIKSA = Not checked yet
finding-1 = 1 Still poor
finding-2 = 2 Better off
finding-3 = 3 Head replaced
finding-4 = 4 Moved
finding-5 = 5 Deceased
finding-6 = 6 Members changed
finding-7 = 7 New
finding-8 = 8 Unknown
state-DRAF = Draft
state-TERDAFTAR = Registered
state-IDENTIFIKASI = Identification
state-TELAAH = In review
state-TERKATEGORI = Categorised
state-PRELIST = Prelist
state-VERIFIKASI_LAPANGAN = Field verification
state-TERVERIFIKASI = Verified
state-DISAHKAN = Legalised
state-DIPERINGKAT = Ranked
state-DITUTUP = Closed
job-ANTRE = Queued
job-JALAN = Running
job-SELESAI = Done
job-GAGAL = Failed
job-BATAL = Stopped
account-state-AKTIF = Active
account-state-NONAKTIF = Disabled
sex-1 = Male
sex-2 = Female
relation-1 = Head
relation-2 = Spouse
relation-3 = Child
relation-4 = Child-in-law
relation-5 = Grandchild
relation-6 = Parent or in-law
relation-7 = Domestic worker
relation-8 = Other
marital-1 = Single
marital-2 = Married
marital-3 = Divorced
marital-4 = Widowed
result-1 = Completed
result-2 = Not found
result-3 = Moved, or no building
result-4 = Part of another household
result-5 = Double
result-6 = Refused
import-kind-areas = Area table
import-kind-bdt = BDT
import-kind-siak = SIAK extract
import-kind-registrations = Registration book
import-kind-meetings = Meeting sheet
import-kind-questionnaires = Questionnaire results
import-kind-survey = Survey (Susenas)
role-petugas_pendaftar = Registration officer (Kasi Pelayanan)
role-psm = Community social worker (PSM)
role-tksk = TKSK
role-dukuh = Hamlet head (dukuh)
role-asisten_fasilitator = Assistant facilitator
role-fasilitator = Facilitator
role-pendata = Enumerator
role-tkpkdesa = TKPKDesa
role-kades = Village head
role-camat = Camat
role-bappeda = Bappeda
role-dinsos = Dinas Sosial
role-dukcapil = Dinas Dukcapil
role-kominfo = Dinas Kominfo (account office)
role-kepala_daerah = Bupati or Wali Kota
role-gubernur = Governor
role-pokja = Pokja Data Terpadu
role-kl = Ministry or agency
role-auditor = Auditor
act-lihat_ringkasan = see the overview
act-lihat_rumah_tangga = see households
act-lihat_nik_lengkap = read full NIK
act-lihat_jawaban_sensitif = read sensitive answers
act-lihat_peringkat = see the ranking
act-lihat_pendaftaran = see registrations
act-daftar_aktif = register at the desk
act-daftar_pasif = register by visit or Musdes
act-impor = import files
act-urungkan_impor = undo an import
act-lihat_impor = see imports
act-identifikasi = run identification
act-lihat_telaah = see the review queue
act-putuskan_telaah = decide a review
act-jawab_siak = answer for the civil registry
act-lihat_prelist = see the prelist
act-bekukan_prelist = freeze the prelist
act-lihat_musyawarah = see meetings
act-baca_berita_acara = read the minutes and each household's code
act-baca_daftar_didata = read which households are to be enumerated
act-isi_musyawarah = record a meeting
act-periksa_baris_musyawarah = check meeting rows
act-tanda_tangan_ba = sign minutes
act-terbitkan_formulir = issue meeting forms
act-terima_perangkat = admit meeting devices
act-tampilkan_daftar_umum = show the public list
act-lihat_kuesioner = see verification
act-isi_kuesioner = fill questionnaires
act-setujui_verifikasi = approve verification
act-lihat_sk = see decrees
act-siapkan_sk = prepare a decree
act-tanda_tangan_sk = sign a decree
act-buat_edisi = make an edition
act-peringkatkan = rank
act-lihat_program = see programme lists
act-tetapkan_program = draw a programme list
act-ekspor = export
act-lihat_audit = read the audit trail
act-kelola_akun = manage accounts
act-masuk = sign in

## More for the desk
desk-statement = Photo or witness statement
desk-statement-hint = When there is no identity at all: the witness's name and statement, or the number of a photo.
desk-proxy = Somebody acts for the citizen
desk-proxy-name = Name of that person
desk-proxy-relation = Relation (child, neighbour, head of RT)
desk-proxy-consent = How consent was given (signature, thumb print, witness)
wrong-statement = Without an identity, fill in a photo or a witness statement.
wrong-consent = The consent of the person represented is not recorded.
wrong-second-head = There is one head of household: the first person.
wrong-number = Fill in a number.
wrong-visit-nik = Do not write a NIK here; name and address are enough.
visit-too-many = There were many requests from this desa today. Try tomorrow, or call the desa office.
meetings-search = Name of padukuhan or meeting id
questionnaires-search = Head's name, questionnaire id, or household id

## More codes
meeting-reason-KUOTA_LEBIH = New proposals exceed the quota
meeting-reason-BARIS_TANPA_KODE = A row has no code
meeting-reason-KODE_GANDA = A row has two codes
meeting-reason-SUDAH_DI_FKP02 = The same household is proposed twice on FKP.02
meeting-reason-BUKAN_PALING_SEJAHTERA = A poorer proposal was struck while a better-off one stayed
meeting-reason-TAHAP_BELUM_TERBIT = No forms were issued for this stage. Check the stage cell; for a correction, issue the next stage first.
meeting-reason-MUSYAWARAH_SUDAH_DITANDATANGANI = This stage was signed before, on a device or on another sheet. If the outcome changed: issue the next stage. If the first sheet was mistyped: undo its import.
meeting-reason-DUA_LEMBAR_SATU_TAHAP = Another sheet of the same import says otherwise of the same households. Import one sheet only: the signed one.
meeting-reason-KOREKSI_SETELAH_SK = The decree over this area is signed; the outcome of its meetings is no longer corrected
meeting-reason-KODE_7_DI_FKP01 = Code 7 on FKP.01
meeting-reason-KODE_SALAH_DI_FKP02 = Another code than 7 on FKP.02
meeting-reason-KODE_DI_LUAR_1_8 = A code outside 1 to 8
meeting-reason-BELUM_DIPERIKSA_ASISTEN = Column 08 is not checked
meeting-reason-BARIS_ASING = A household of another hamlet
meeting-reason-BARIS_HILANG = A household is missing from the sheet
meeting-reason-BARIS_DUA_KALI = An RTS number occurs twice
meeting-reason-TIDAK_LEBIH_MISKIN = A new proposal is not poorer
meeting-reason-SUDAH_DI_FKP01 = A new proposal is already on FKP.01
meeting-reason-KUOTA_TIDAK_LEBIH = A proposal was struck although the proposals fit the quota
meeting-reason-URUTAN_KESEJAHTERAAN_KOSONG = A proposal was struck although not every proposal has a place in the order of welfare
meeting-reason-URUTAN_GANDA = Two proposals share a place in the order of welfare
meeting-reason-PERNYATAAN_LEBIH_MISKIN_KOSONG = It is not stated that a proposal is worse off than the households coded 2
meeting-reason-NAMA_KOSONG = A proposal names no head
meeting-reason-ISI_DITOLAK = The rules of the meeting do not take a part of the sheet
meeting-reason-TANPA_FKP01 = The sheet holds no FKP.01
outcome-TETAP = Unchanged
outcome-UNTUK_DIDATA = To be enumerated
outcome-PINDAH = Moved
outcome-MENINGGAL = Deceased
outcome-TIDAK_DIKENAL = Unknown
outcome-DICORET = Struck
outcome-DITARIK = Withdrawn
level-match-TIDAK_ADA = None
level-match-MUNGKIN = Possible
level-match-BESAR_KEMUNGKINAN = Probable
level-match-PASTI = Certain
ranking-reason-TANPA_ANGGOTA = No members
ranking-reason-TANPA_KRT = No head
ranking-reason-TANPA_KETERANGAN_PERUMAHAN = No housing answers
ranking-reason-TERLALU_BANYAK_KOSONG = Too many answers missing
import-state-SELESAI = Done
import-state-DIBATALKAN = Undone
import-kind-model = Welfare model
import-kind-identify = Identification
import-kind-prelist = Prelist
import-kind-decree = Decree
import-kind-edition-base = First edition
import-kind-edition-next = Next edition
import-kind-programmes = Programme lists
job-kind-impor = File import
job-kind-terbitkan = Issuing forms
job-kind-sms_remind = SMS reminders
state-TIDAK_DITEMUKAN = Not found
state-PINDAH = Moved
state-BAGIAN_RUTA_LAIN = Part of another household
state-GANDA = Double
state-MENOLAK = Refused
state-SIAP_SK = Ready for decree
state-TERKIRIM = Delivered
state-DIMUTAKHIRKAN = Updated
programme-MASUK = On the list
programme-KUOTA = Over quota
programme-NYARIS = Near miss
programme-BELUM_DIKETAHUI = Not known yet
job-left-seconds = { $n ->
    [one] about { $x } second left
   *[other] about { $x } seconds left
  }
job-left-minutes = { $n ->
    [one] about { $x } minute left
   *[other] about { $x } minutes left
  }

## Identification

## Review
review-title = Match review
review-lead = Registrations whose match is doubtful. The machine never merges on its own: a person decides. The most valuable decision comes first.
review-empty-title = Nothing is waiting
review-empty = No case waits for review here.
review-start = Start reviewing
review-left = Not decided
review-done = Decided
review-held = Open now
review-second = Waiting for another officer
review-disputed-x = { $x } in dispute
review-pace = My decisions today
review-per-ten = { $x } in 10 minutes
review-today = today
review-progress = Cases decided
review-reason = Why it is reviewed
review-standing = Standing
review-held-by = Opened by { $x }
review-order-title = Why this order
review-order = Cases the prelist waits for come first. Among them, those where a wrong outcome does most harm: somebody else's NIK, a household already linked, a person registered twice, a household twice in the register, several candidates, a split, perhaps one kitchen, weak evidence. Then those with strong evidence, then those that touch more people. Ties go to the lower registration number.
review-case-title = Review { $x }
review-count-line = { $x } undecided in this desa · { $y } decided by me today
review-why = Why it is reviewed
review-held-notice = { $x } has this case open. You may read it; take another one to decide.
review-lost = Another officer has this case by now. Your note is kept; go on to the next case.
review-proposal = { $x } proposes: { $y }.
review-proposal-own = A second officer agrees or sees it differently.
review-candidates = Candidate households of the register
review-no-candidate = There is no candidate household of the register for this case.
review-compare = The registration beside the register
review-field = Field
review-left-side = Registration
review-right-side = Register
review-evidence = Evidence at the time
review-dwelling = Dwelling
review-people-count = { $x } persons registered, { $y } in the register
review-pair = Registration no. { $x } with register no. { $y }
review-person = Person
review-only-left = Registration no. { $x }: not in the register
review-only-right = Register no. { $x }: not registered
review-conflict = The same NIK, seemingly another person
review-dead = Recorded as dead in SIAK
review-weights = Why the machine judges so
review-weights-help = Each field adds to (right) or takes from (left) the belief that both are one household. Numbers are bits: one bit doubles or halves the odds. This explains; the decision stays yours.
review-weight-of = { $x }, { $y } persons
review-bits = Bits
weights-title = Explaining weights
weights-lead = Weights explain how strongly each field speaks; rules and officers decide. A new version holds for later registrations, kept evidence stays.
weights-retrain = Learn again from { $x } verdicts
weights-version = Version
weights-source = Origin
weights-source-BATCH = From the round, without verdicts
weights-source-PUTUSAN = From reviewers' verdicts
weights-locked = Its classes changed places; the rules' levels were used
weights-decisions = Verdicts
weights-agree = Agrees with reviewers
weights-moved = Moved most (bits)
review-strength = Meaning
review-number = No.
review-weights-persons = Each person
review-weights-version = Weighed with version { $x } of the weights, as they were when compared.
strength-before = before anything is compared
strength-none = hardly matters
strength-for-little = slightly for
strength-for-some = for
strength-for-much = strongly for
strength-against-little = slightly against
strength-against-some = against
strength-against-much = strongly against
review-chance = By this sum: { $x }
strength-lookalike = what kin or namesakes would agree in too
chance-x = { $x }% likely the same
chance-most = more than 99% likely the same
chance-least = less than 1% likely the same
weight-awal = Starting point
weight-tempat = Family card, address and desa
weight-susunan = Who belongs to it
weight-mirip_lain = Kin and namesakes are alike too
weight-jumlah = Sum
review-said = What reviewers said
review-verdict = Verdict
review-agree = Agree with the proposal
review-same = Same
review-new = New
review-other = No, show another candidate
review-duplicate = Registered twice …
review-join = Join
review-needs-reason = A reason is needed.
review-needs-reason-how = Choose a ground (1–6) or write the reason, then press Enter or the verdict again.
review-ground = What it rests on
review-ground-none = Nothing in particular
review-words = Reason or note
review-note-kept = The note is kept by itself.
review-note-saved = Kept.
review-skip = Leave for later
review-previous = Case before
review-undo-last = Take back the last verdict
review-undo-this = Take back this verdict
review-go-on = Next case
review-to-queue = To the queue
review-help = Help
review-help-title = Reviewing by keyboard
review-keys-on = Use single keys on this page
review-waits-second = Your proposal waits for a second officer.
review-closed = This case is decided.
review-read-only = You may read this case, not decide it.
review-refused-title = Not kept
review-key-s = S
review-key-t = T / R
review-key-b = B
review-key-l = L
review-key-g = G
review-key-y = Y
review-key-1 = 1–6, 0
review-key-c = C
review-key-w = W / N / →
review-key-p = P / ←
review-key-u = U
review-key-help = ?
review-key-what-s = Same, unchanged or changed as compared
review-key-what-t = Same, but unchanged (T) or changed (R) against the comparison
review-key-what-b = New: not in the register
review-key-what-l = Not this one, show another candidate
review-key-what-g = Same as another registration
review-key-what-y = Agree with another officer's proposal
review-key-what-1 = What the verdict rests on
review-key-what-c = Write the reason; Esc goes back
review-key-what-w = Leave for later; it comes back at the end of your queue
review-key-what-p = Case before
review-key-what-u = Take back, until the prelist is frozen
review-key-what-help = This help
done-telaah-diputus = The verdict is kept. U takes it back.
done-telaah-diusulkan = The proposal is kept and waits for a second officer. U takes it back.
done-telaah-beda = You see it differently; the case goes to a third officer.
done-bobot-dilatih = The weights were learnt again as a new version. Evidence already kept is unchanged.
done-telaah-diurungkan = The verdict is taken back; the case is open again.
standing-TERBUKA = Open
standing-USULAN = Waits for a second officer
standing-BEDA_PENDAPAT = In dispute
standing-DIPUTUS = Decided
verdict-BARU = New
verdict-LAMA_TETAP = Same, unchanged
verdict-LAMA_BERUBAH = Same, changed
verdict-GANDA = Same as
verdict-TELAAH = Under review
verdict-DITOLAK = Rejected
verdict-DRAF = Draft
verdict-short-LAMA_TETAP = unchanged
verdict-short-LAMA_BERUBAH = changed
means-sama = same
means-mirip = alike
means-beda = different
means-kosong = cannot be compared
person-level-M1 = M1 certain
person-level-M2 = M2 NIK conflict
person-level-M3 = M3 probable
person-level-M4 = M4 possible
person-level-M0 = M0 no evidence
compared-nama = Name
compared-nik = NIK
compared-tgl_lahir = Born
compared-jk = Sex
compared-hubungan = Relation
compared-status_kawin = Marital status
compared-wilayah = Desa
compared-alamat = Address
compared-no_kk = No. KK
why-Same = the same
why-Unknown = one side is empty
why-no_kk-Unknown = compared between matched members: here there are none, or a number is empty
why-Differs = different
why-nama-Identical = letter for letter
why-nama-Variant = the same name in another spelling
why-nama-Another = another name
why-nama-Missing = no name
why-nik-Equal = the same number
why-nik-Bridged = SIAK says it is one person
why-nik-SwappedInHousehold = written on another member's row
why-nik-Filled = the register has no NIK
why-nik-Slip = one digit differs or two are exchanged
why-nik-Corrected = SIAK confirms the registration's
why-nik-Missing = registered without NIK
why-nik-Differs = different numbers
why-nik-OtherPerson = SIAK knows two persons
why-tgl_lahir-Equal = the same date
why-tgl_lahir-Swapped = day and month exchanged
why-tgl_lahir-Near = one slip of the pen
why-tgl_lahir-AgeFits = the age fits
why-tgl_lahir-Unknown = not known
why-tgl_lahir-AgeDiffers = the age does not fit
why-tgl_lahir-Differs = different dates
why-wilayah-SameDesa = the same desa
why-wilayah-OtherDesa = another desa
why-wilayah-OtherKabupaten = another kabupaten
why-wilayah-Unknown = desa not known
support-None = The other members do not support it
support-Weak = One other member or the address supports it
support-Strong = Other members and the address support it
support-Certain = Another member matches for certain
weight-nik = NIK
weight-nama = Name
weight-tgl_lahir = Born
weight-jk = Sex
weight-hubungan = Relation
weight-status_kawin = Marital status
weight-no_kk = No. KK
weight-alamat = Address
weight-ibu = Mother's name
overruled-short-LAWAN_NIK = NIK conflict
overruled-short-TANPA_BUKTI = No evidence
overruled-short-BUKAN_TERKUAT = Not the strongest
overruled-short-SUDAH_DITAUTKAN = Already linked
overruled-short-LAIN_PERBANDINGAN = Against comparison
overruled-short-BARU_PADAHAL_ADA = New despite one
overruled-short-GANDA_TANPA_BUKTI = Joined unnamed
seconds-x = { $x } s
quality-title = Quality of review
quality-lead = How often reviewers and machine agree, how that changes, how long a verdict takes, and when evidence was overruled.
quality-empty-title = No verdict yet
quality-empty = The report fills once the first case is decided.
quality-decided = Verdicts in force
quality-kernel = As the machine's candidate
quality-two = Two officers agree
quality-median = Median per verdict
quality-against = Against the evidence
quality-undone = Taken back
quality-verdicts = Verdicts by kind
quality-weeks = Verdicts by week
quality-weeks-kernel = Per cent as the machine's candidate, by week
quality-overruled = Evidence overruled
quality-by-week = Week from
quality-by-officer = Officer
quality-lines = Verdicts against the evidence
quality-lines-none = None.
act-tengahi_telaah = settle reviews
act-lihat_mutu_telaah = see the quality of review

map-title = State of the meetings
map-lead = State of every padukuhan: forms, filling, closing and the plan for visits.
map-issue = Issue forms
map-hamlets = Padukuhan
map-issued = Forms issued
map-begun = Begun
map-closed = Closed
map-late = Late
map-missing = Without forms
map-differs = SMS differs
map-blanks = Blank forms (2+3+6+7)
map-enumerators = Enumerators
map-state = State
map-rows = Rows coded
map-provisional = SMS report
map-counts = Codes 2 / 3 / 6 / 7
map-correcting = Correction open
map-correcting-help = The figures shown are still those of the signed stage.
stage-superseded = This stage was corrected
stage-superseded-help = The later signed stage is in force. Entries and minutes of this one stay as signed.
stage-superseded-by = See the stage in force
stage-sheet = Closed by a paper sheet
stage-sheet-help = The signed paper sheet was taken in; devices send nothing more to this stage.
stage-sheet-open = See the sheet
meeting-superseded = Corrected later
meeting-seen-visit = Your role sees the households to be enumerated, without their codes. Codes are read by dukuh, asisten fasilitator, TKPKDesa and the social service.
meeting-seen-printed = Your role sees the households printed on FKP.01. Codes and new proposals are read by dukuh, asisten fasilitator, TKPKDesa and the social service.
meeting-seen-counts = Your role sees counts only. Names and codes are read by dukuh, asisten fasilitator, TKPKDesa and the social service.
map-remind = Remind the late ones
issued-now = { $x } padukuhan issued now
issued-before = { $x } issued before
issued-nowhere = { $x } households without a padukuhan
reminded-late = { $x } padukuhan late
reminded-reported = { $x } of these have reported and are not reminded
reminded-queued = { $x } SMS queued
reminded-without-number = { $x } padukuhan without a telephone number
reminded-held-back = { $x } SMS wait until tomorrow, daily limit reached
struck-title = Proposals not taken further
struck-help = Tell the families. With this number they can see the answer and the next way on the page Check status, without an account.
struck-number = Number for the citizen
stage-title = Meeting { $x }
stage-number = Stage
stage-form = Form set
stage-entries = Entries kept
stage-digest = Mark of the content
stage-contested = Contested values
stage-open-sheet = Open the meeting sheet
stage-code = Show a device code
stage-code-is = Device code: { $x }
stage-code-help = Type this code on the device. It holds for 15 minutes and for this meeting only.
stage-list = List to be shown
stage-list-help = Names and RT only, shown before the minutes are signed.
stage-list-of = Padukuhan { $x }, { $y }.
stage-list-stage = Meeting, stage { $x }.
stage-next = Issue the next stage
stage-minutes = Minutes
stage-devices = Devices
stage-device = Device
stage-person = Officer
stage-role = Role
stage-late = Entries that came after the closing
stage-late-help = Kept beside the minutes, no part of what was signed.
stage-late-entry = Entry
stage-late-kind = Kind
stage-recap = Recap of codes
meeting-state-BELUM_TERBIT = Forms not issued
meeting-state-KERTAS_DITERIMA = Paper sheet accepted
meeting-state-KERTAS_DITOLAK = Paper sheet refused
meeting-state-DISIAPKAN = Forms issued
meeting-state-BERLANGSUNG = Under way
meeting-state-KUOTA_LEBIH = Over quota
meeting-state-DIREKAP = Ready to be signed
meeting-state-BA_DITANDATANGANI = Minutes signed
meeting-state-SMS_TERKIRIM = SMS sent
meeting-state-DILAPORKAN = Reported
meeting-state-PENDATAAN = Visits under way
meeting-state-SELESAI_PENDATAAN = Visits done
meeting-role-dukuh = Hamlet head
meeting-role-asisten = Assistant facilitator
meeting-role-petugas = Officer
done-formulir-terbit = The forms are issued.
done-formulir-antre = Issuing the forms is queued; its progress shows on this page.
done-pengingat-antre = The reminders are queued.
done-tahap-terbit = The next stage is issued.

# a meeting from paper
stage-paper = Key in from paper
paper-title = Paper form { $x }
paper-crumb = Paper form
paper-help = Two officers key the same form in without seeing each other. What differs is settled with the paper at hand; then the meeting closes by the same rules as on devices.
paper-keyers = The two keyings
paper-keying = Keying { $x }
paper-nobody = Nobody has keyed it in yet.
paper-whole = whole
paper-half = not whole yet
paper-wait = Your keying is laid aside until the second officer has finished.
paper-reopen = Take my keying up again
paper-head = Head of the form
paper-date = Day of the meeting
paper-attend-dukuh = Dukuh present (0 or 1)
paper-attend-rt = Heads of RT present
paper-attend-rw = Heads of RW present
paper-attend-tokoh = Community leaders present
paper-attend-marginal = Marginal groups present
paper-fkp01-help = Enter goes on to the next field, the arrows up and down stay in their column, Ctrl+Enter saves.
paper-fkp02-help = One line for each proposal, in the order of the paper.
paper-no = No
paper-code = Code
paper-checked = Checked
paper-remark = Explanation
paper-field = Field
paper-field-code = Row { $x }, column (06) code
paper-field-remark = Row { $x }, column (07) explanation
paper-field-checked = Row { $x }, column (08) checked
paper-field-note = Note { $x }, { $y }
paper-field-new = FKP.02 line { $x }, { $y }
paper-field-enumerator = Enumerator { $x }, { $y }
paper-notes = Separate notes
paper-notes-help = In the order of the paper.
paper-note-row = Row
paper-note-column = Column (1–5)
paper-note-change = Kind of change
paper-note-text = New value
paper-change-corrected = spelling
paper-change-replaced = replaced
paper-change-died = died
paper-change-moved_out = moved out
paper-change-moved_in = moved in
paper-change-born = born
paper-change-other = other
paper-new-head = Name of the head
paper-new-members = Names of members, apart by ;
paper-new-address = Address
paper-new-order = Order (1 poorest)
paper-new-poorer = Poorer than code 2
paper-new-remark = Remark
paper-new-struck = Struck because
paper-enumerators = Enumerators
paper-enumerator-name = Name
paper-enumerator-trained = Day of training
paper-signed = Signatures
paper-signed-dukuh = Name of the dukuh who signed
paper-signed-asisten = Name of the asisten fasilitator who signed
paper-signed-participant = Name of the participant who signed
paper-save = Save for now
paper-done = That is all, hand in
paper-same = The two keyings are the same.
paper-differences = { $x } fields differ
paper-settle-help = Look at the paper, then choose or write the right value.
paper-other = By the paper
paper-value = Value by the paper
paper-empty = empty
paper-dead-title = Code 5: ask once more
paper-dead = Row { $x }: the head and all members have died
paper-close = Settle and close the meeting
paper-closed = This meeting is closed.
paper-beside = This meeting is kept on devices; go on in the meeting page.
paper-refused = It cannot be closed yet
done-ketikan-tersimpan = The keying is saved.
done-ketikan-selesai = The keying is handed in.
done-ketikan-dilepas = The keying was taken out; its place is free again.
paper-full = Both places for keying are taken. If one of them is not continued, the TKPKDesa can take it out on the page of the meeting.
paper-saved-at = saved { $x }
paper-drop = Take this keying out
paper-drop-help = Everything { $x } keyed in is thrown away, and another officer can key the form in from the start. This is recorded.
paper-drop-yes = Yes, take it out
done-kertas-ditutup = The meeting from paper is closed.

# provisional report
report-title = Provisional report (SMS)
report-to-sms = Numbers and messages
report-none = No provisional report from this hamlet yet.
report-version = Report number
report-from = From
report-source-SMS = SMS typed on a phone
report-source-APLIKASI = App
report-at-closing = App, when the meeting was closed
report-when = When
report-compared = Against the minutes
report-flag-MENUNGGU = Waiting for the minutes
report-flag-SAMA = Same
report-flag-BEDA = Differs
report-way = To the TKPKDesa
report-delivered = { $x } arrived
report-underway = { $x } on the way
report-failed = { $x } failed
report-unsent = { $x } not sent to
report-no-number = No number of the TKPKDesa is entered, so the report reaches nobody. Ask the TKPKDesa or the social service to enter its number on the SMS page, then send the report from here.
report-unsent-help = This report has not been sent to every number of the TKPKDesa: the number was entered since, or the daily limit was reached. Send it from here; who has had it does not get it again.
report-partial = Only { $x } of { $y } rows have a code. The report takes the counts as they are now.
report-send = Send the provisional report
report-correcting = What a correction changes is told to the TKPKDesa when the correction is signed.
done-laporan-dikirim = The provisional report is queued for the TKPKDesa.
done-laporan-sama = The same report was sent before. It is not sent again.
done-laporan-tanpa-nomor = The report is kept. No number of the TKPKDesa is entered yet.
act-urus_sms = keep telephone numbers and SMS

# SMS
nav-sms = SMS
sms-title = SMS
sms-lead = Numbers entered, provisional reports, messages out and in. Numbers are shown in part, and each look at this page is written down.
sms-numbers = Numbers entered
sms-numbers-help = Reports are taken from these numbers only. A report goes on to every number of the TKPKDesa.
sms-numbers-desa = Choose a desa to enter or forget numbers.
sms-no-number = No number yet. Without a number of the TKPKDesa a report reaches nobody.
sms-number = Telephone number
sms-number-hint = Example: 0812 3456 7890
sms-role = Role
sms-role-TKPKDESA = TKPKDesa
sms-role-DUKUH = Dukuh
sms-role-ASISTEN = Assistant facilitator
sms-hamlet-hint = For dukuh and assistants.
sms-entered = Entered
sms-enter = Enter the number
sms-not-entered = The number was not entered
sms-wrong-number = The telephone number cannot be read. Write it as 0812 3456 7890.
sms-wrong-hamlet = Choose the hamlet.
sms-wrong-elsewhere = This number is entered for another desa. Ask the TKPKDesa there to forget it, or the social service to move it.
sms-forget = Forget
sms-forget-sure = Yes, forget { $x }
sms-of-tkpkdesa = Numbers of the TKPKDesa
sms-of-hamlets = Numbers of dukuh and assistants
sms-none = none yet
sms-reports = Provisional reports
sms-reports-help = The last report of each hamlet, against the minutes. The minutes hold.
sms-no-report = No report yet
sms-no-report-help = A report appears here as soon as it is sent from the meeting page or by SMS.
sms-out = Messages out
sms-in = Messages in
sms-latest = the last 50
sms-no-message = No messages yet.
sms-kind = Kind
sms-kind-LAPORAN = Report
sms-kind-KONFIRMASI = Confirmation
sms-kind-KURANG = Incomplete report
sms-kind-NOMOR_TIDAK_DIKENAL = Unknown number
sms-kind-PENGINGAT = Reminder
sms-kind-SELISIH = Differs from the minutes
sms-to = To
sms-from = From
sms-text = Words
sms-when = When
sms-state-ANTRE = Waiting
sms-state-DISERAHKAN = Handed over
sms-state-TERKIRIM = Sent
sms-state-SAMPAI = Arrived
sms-state-GAGAL = Failed
sms-handed = Handed over { $x }, attempt { $y }
sms-receipt = Receipt { $x }
sms-resend = Send again
sms-verdict-DITERIMA = Taken
sms-verdict-KURANG = Incomplete
sms-verdict-NOMOR_TIDAK_DIKENAL = Unknown number
sms-verdict-BATAS_HARIAN = Daily limit reached
sms-answered = Answered
sms-not-kept = Words not kept
map-sms = SMS
done-nomor-terdaftar = The number is entered.
done-nomor-dihapus = The number is forgotten.
done-sms-diulang = The message is queued again.

# minutes for everybody
minutes-title = Check the minutes of a hamlet meeting
minutes-lead = To see whether printed minutes are what was signed, and whether they are still in force.
minutes-known = Known: BA/{ $x }
minutes-in-force = This stage is in force.
minutes-superseded = This stage is no longer in force: a later signed stage has replaced it.
minutes-later = See the minutes of stage { $x }, { $y }
minutes-compare = Compare the figures below with those on paper. If any differs, the paper is not what was signed.
minutes-enumerators = { $x } needed, { $y } agreed
minutes-checkpoint = Checkpoint
minutes-checkpoint-hint = 16 digits and letters at the foot of every page; with or without spaces.
minutes-unknown = Unknown: this document may have been changed.
minutes-unknown-help = There are no minutes with this number and checkpoint. Check the spelling; if it is as on paper, ask the dukuh or the village office and do not rely on the paper.
minutes-ask = Check by number
minutes-number = Number of the minutes
minutes-number-hint = Below the title, beginning with BA/.
minutes-submit = Check
minutes-no-names = This page shows place, day and counts only; no names and no NIK.
blanks-reserve = { $x }, reserve { $y }
blanks-in-reserve = reserve { $x }
map-by-sms = provisional
map-by-sms-help = By the SMS report; changes when the minutes are signed.
evidence-level = Strength of match
evidence-flags = Flags
evidence-changed = What changed

household-standings = Standing in the register
household-standing-act = Act
household-standing-after = Afterwards
household-standing-cause = By
household-standing-read = Read from a file
household-status-ADA = Present
household-status-TIDAK_DITEMUKAN = Not found
household-status-TIDAK_DIKENAL = Not known
household-status-HILANG = Gone for two rounds
household-status-PINDAH = Moved
household-status-MENINGGAL = All members died
household-status-BAGIAN_RUTA_LAIN = Part of another household
household-status-GANDA = Duplicate, replaced by
household-action-BARU = Entered the register
household-action-DIPERBARUI = Brought up to date by a visit
household-action-PINDAH = Moved
household-action-MENINGGAL = Died
household-action-BAGIAN_RUTA_LAIN = Joined to another household
household-action-GANDA = Found to be a duplicate
household-action-TIDAK_DITEMUKAN = Not found by the visit
household-action-TIDAK_DIKENAL = Not known to the meeting
household-action-ANGGOTA_DIBETULKAN = Members corrected
office-title = After the meeting
office-confirmed = Confirmed by the TKPKDesa
office-reason = Reason
office-enumerators = Enumerators
office-trained = Trained
office-training = Training
office-train = Record a training of enumerators
office-place = Place
office-train-save = Save the training
office-act-laporkan = Report in full to the TKPKDesa
office-act-konfirmasi = Confirm the report
office-act-kembalikan = Send the report back
office-act-mulai_pendataan = Begin enumeration
office-act-selesai_pendataan = End enumeration
office-step-laporkan = Reported in full, with the enumerators' names
office-step-konfirmasi = Confirmed
office-step-kembalikan = Sent back
office-step-mulai_pendataan = Enumeration began
office-step-selesai_pendataan = Enumeration ended
done-langkah-tercatat = The step is recorded.
done-pelatihan-tercatat = The training is recorded.
act-kelola_putaran = open and close rounds
act-tindak_lanjut_siak = deal with changes in the civil registry
act-putuskan_orang_ganda = settle a person in two households
act-kirim_ke_pusat = send the data to the centre

## Rounds
nav-rounds = Rounds
rounds-title = Update rounds
rounds-lead = A round is the work from one register to the next. Only one is open; people may register at any time.
rounds-all = All rounds
rounds-none-title = Not any round yet
rounds-none = Registrations can be filed; their cases wait for the first round.
round = Round
round-title = Round { $x }
round-opened = Opened
round-closed = Closed
round-open-cases = Cases that have not ended
round-ended-cases = Cases that have ended
round-facts = About the round
round-base = Rests on
register-version = version { $x } of the register
round-calendar = Deadlines
round-calendar-hint = The last day of each stage, in the order of the stages. May be left empty.
round-cases = Cases in { $x }
round-cases-help = A case is a registration, or a row of a meeting that is visited.
round-no-cases-title = Not any case yet
round-no-cases = Cases appear here as soon as somebody in this area registers or is visited.
round-still-open = Work left
round-waiting = By desa
round-open-title = Open a new round
round-open-text = The round rests on the register as it is now. Cases that wait are taken over.
round-name = Name of the round
round-name-hint = Letters, digits or hyphens, for example 2017-I
round-open = Open the round
round-close-title = Close this round
round-close-text = Once it is closed, this round takes no new decree, prelist or meeting. Registration goes on.
round-close = Close the round
deadline-none = not set
round-state-BUKA = Open
round-state-TUTUP = Closed
deadline-pendaftaran = Registration
deadline-telaah = Review
deadline-musyawarah = Hamlet meetings
deadline-pendataan = Visits
deadline-sk = Decree
done-putaran-dibuka = The round is open.
done-putaran-ditutup = The round is closed.
deadline-left = { $n ->
    [one] { $x } day left
   *[other] { $x } days left
  }
deadline-over = { $n ->
    [one] { $x } day over
   *[other] { $x } days over
  }
round-carry = { $n ->
    [one] Take { $x } case that has not ended into the next round
   *[other] Take { $x } cases that have not ended into the next round
  }

## Decrees
nav-decrees = Decrees
decrees-title = Decrees
decrees-lead = A decree legalises what was verified. The register changes when it is signed, not before.
decrees-none-title = Not any decree yet
decrees-none = The social service prepares a decree once visits are approved.
decree-number = Number
decree-title = Decree { $x }
decree-rows = Rows of the annex
decree-facts = About the decree
decree-prepared-by = Prepared by
decree-prepared-on = Prepared on
decree-signed-by = Signed by
decree-delivered = Handed over to the centre
decree-not-delivered = not yet
decree-waiver = Reason to decree without an answer of the civil registry
decree-waiver-hint = Only when persons were not checked with the civil registry. Who prepares the decree answers for it.
decree-annex-hash = SHA-256 of the annex
decree-pdf = Download the decree (PDF)
decree-pdf-draft = Download the draft (PDF)
decree-actions = What it does in { $x }
decree-action = What is done
decree-no-rows = Not any row in this area.
decree-own = You prepared this decree; another account signs it.
decree-sign-title = Sign this decree
decree-sign-text = Once it is signed, the register becomes what its annex says, and the decree cannot be taken back. A mistake is mended by the next one.
decree-sign-checked = I have checked its annex.
decree-sign = Sign
decree-withdraw-title = Take this draft back
decree-withdraw-text = Its number or area is wrong, or its data have changed. Its households are free for the next decree.
decree-withdraw = Take the draft back
decree-deliver-title = Hand over to the centre
decree-deliver-text = The households of this decree are noted as handed over to the centre.
decree-deliver = Hand over
decree-annex = Annex: { $x }
decree-annex-hidden = The annex names households and is not shown to your role.
decree-prepare-title = Prepare a decree
decree-prepare-lead = See first what is ready, then prepare the draft. Another account signs it.
decree-drafts = Drafts that wait for a signature
decree-no-round-title = Not any round is open
decree-no-round = A decree is prepared in an open round.
decree-preview-title = Preview
decree-preview-text = Counts what would be decreed in round { $x }. Nothing changes.
decree-preview = Count
decree-looked = Preview of { $x }
decree-held = Waits for the next decree
decree-held-some = { $x } of { $y } are shown.
decree-siak-unchecked = Persons not checked with the civil registry
decree-siak-help = The decree cannot be prepared before the registry answers, unless the reason is written below.
decree-would = What would be decreed
decree-nothing-ready = Not any household is ready.
decree-cases-open = Cases of the round that have not ended
decree-draft-title = Draft
decree-draft-text = The draft holds all that is ready at that moment. If that changes before it is signed, it has to be prepared again.
decree-draft = Prepare the draft
decree-state-DRAF = Draft
decree-state-DISAHKAN = Signed
held-ORANG_DI_DUA_RUTA = A member was also found at home in another household; settle first where they live
held-GANDA_TANPA_RUJUKAN = Said to be a duplicate, without saying of which household
held-RUTA_TUJUAN_TIDAK_DIKENAL = Said to be part of a household that the register does not hold
job-kind-sk_pratinjau = Preview of a decree
job-kind-sk_siapkan = Preparing a decree
job-kind-sk_tanda_tangan = Signing a decree
job-kind-sk_kirim = Handing a decree over
head-unnamed = Name not recorded

## Changes of the civil registry
nav-civil = Civil registry changes
civil-title = Changes of the civil registry
civil-lead = What the newest extract says of members of the register's households. Open ones come first.
civil-none-title = Not any change
civil-none = Changes appear here after a newer extract is imported.
civil-kind = Change
civil-one-title = Civil registry change: { $x }
civil-what-to-do = What to do
civil-record = Record of the registry
civil-before = Before
civil-now = Now
civil-differs = changed
civil-status = Status in the registry
civil-status-day = Since
civil-household = Household of the register
civil-no-household = The register holds no household with this person.
civil-done = Dealt with
civil-done-title = What the desa did
civil-done-by = By
civil-note = What was done
civil-note-hint = For example: the family was visited, the death is true
civil-done-save = Save
civil-change-MENINGGAL = Died
civil-change-PINDAH = Moved out
civil-change-NON_AKTIF = Inactive
civil-change-AKTIF_LAGI = Active again
civil-change-LAHIR = Born
civil-change-TERCATAT = New in the registry
civil-change-PERBAIKAN = Corrected
civil-help-MENINGGAL = The register already marks this person as dead, so the next lists do not name them. Visit the family; note who heads the household now. If the registry is wrong, send the family to Dukcapil.
civil-help-PINDAH = The registry says that this person moved out. Ask the family who still lives there; the register changes after a visit or a meeting.
civil-help-NON_AKTIF = The record is inactive. Make sure that the person is there, and ask them to mend it at Dukcapil. Aid does not stop for this.
civil-help-AKTIF_LAGI = The registry has this person living here again. Ask the family.
civil-help-LAHIR = A child was born on the family card of this household. Add the new member at the next visit or registration.
civil-help-TERCATAT = This person is new on the family card of this household. Ask whether they live together.
civil-help-PERBAIKAN = The registry corrected this person's data. Compare them with the register; differences are mended at the next visit.
civil-state-BARU = Open
civil-state-SELESAI = Done
civil-status-AKTIF = Active
civil-status-MENINGGAL = Dead
civil-status-PINDAH = Moved out
civil-status-NON_AKTIF = Inactive
done-siak-ditindaklanjuti = It is noted.

## Persons in two households
nav-persons = Persons in two households
persons-title = Persons in two households
persons-lead = Two visits found the same person at home in two households. Both wait until somebody says where they live.
persons-none-title = Nothing waits
persons-none = Such cases appear here when a decree is prepared.
persons-households = The two households
persons-one-title = In two households: { $x }
persons-one-lead = Compare the two visits, ask where needed, then decide.
persons-side = Household of { $x }
persons-lives-here = Lives here
persons-new-household = new household, without a number yet
persons-visited = Visited
persons-as-found = The person as found
persons-settle-title = Decide where they live
persons-settle-question = In which household do they live?
persons-with = { $x }, { $y }
persons-reason-hint = For example: eats and sleeps at the child's house since 2016
persons-settle = Decide
persons-settled = Decided
persons-settled-by = Decided by
conflict-state-TERBUKA = Waits
conflict-state-SELESAI = Decided
done-orang-ditetapkan = It is decided where the person lives.
decree-prepared-rows = { $n ->
    [one] { $x } household in the annex
   *[other] { $x } households in the annex
  }
style-paper = paper
style-sheet = sheet
style-sunk = sunk
style-brand = brand
style-brand-soft = brand, soft
outside-area = outside your area
questionnaires-counts-only = Your role sees their number, without names.
questionnaires-none = No visit has come in yet.
history-imported = Read from a file: { $x }
history-drafted = Entered the draft of decree { $x }
history-edition = Entered an edition of the register
history-ranked = Ranked
history-programme = Considered for programme lists
version-BDT = BDT
version-SIAK = Extract of SIAK
version-SK = Decree
version-KOREKSI = Correction
version-URUNG = Import taken back

# my work
work-title = My work
work-lead = What waits for you; what is late or due soonest comes first.
work-next = Do next
work-rest = Also waiting
work-what = Task
work-until = Last day
work-due = by { $x }
work-late = { $n ->
    [one] { $x } is late
   *[other] { $x } are late
}
work-is-late = late
work-nothing = Nothing waits for you
work-nothing-text = New tasks appear here.
work-kunjungan = { $n ->
    [one] { $x } citizen asked for a visit
   *[other] { $x } citizens asked for a visit
}
work-kunjungan-act = Open the visits
work-draf = { $n ->
    [one] { $x } draft of the desk is not complete
   *[other] { $x } drafts of the desk are not complete
}
work-draf-act = Complete the drafts
work-draf-kunjungan = { $n ->
    [one] { $x } visit is not complete
   *[other] { $x } visits are not complete
}
work-draf-kunjungan-act = Complete the visits
work-telaah = { $n ->
    [one] { $x } doubtful match waits for a decision
   *[other] { $x } doubtful matches wait for a decision
}
work-telaah-act = Open the review
work-siak = { $n ->
    [one] { $x } change in the civil registry is not dealt with
   *[other] { $x } changes in the civil registry are not dealt with
}
work-siak-act = Open the changes
work-orang-ganda = { $n ->
    [one] { $x } person is recorded in two households
   *[other] { $x } persons are recorded in two households
}
work-orang-ganda-act = Decide
work-berkas = { $n ->
    [one] { $x } file waits for an answer about its columns
   *[other] { $x } files wait for an answer about their columns
}
work-berkas-act = Open the imports
work-formulir = { $n ->
    [one] { $x } hamlet has no forms
   *[other] { $x } hamlets have no forms
}
work-formulir-act = Issue the forms
work-musyawarah = { $n ->
    [one] { $x } hamlet meeting is not closed
   *[other] { $x } hamlet meetings are not closed
}
work-musyawarah-act = Open the meetings
work-periksa = { $n ->
    [one] { $x } row of a meeting is not checked
   *[other] { $x } rows of meetings are not checked
}
work-periksa-act = Check the rows
work-kuesioner = { $n ->
    [one] { $x } questionnaire was sent back
   *[other] { $x } questionnaires were sent back
}
work-kuesioner-act = Open the questionnaires
work-siap-sk = { $n ->
    [one] { $x } household is ready for a decree
   *[other] { $x } households are ready for a decree
}
work-siap-sk-act = Prepare the decree
work-tanda-tangan = { $n ->
    [one] { $x } draft of a decree waits for a signature
   *[other] { $x } drafts of decrees wait for a signature
}
work-tanda-tangan-act = Read and sign
work-kirim = { $n ->
    [one] { $x } decree is not handed over
   *[other] { $x } decrees are not handed over
}
work-kirim-act = Hand over
work-putaran = No round is open
work-putaran-act = Open a round

# ── steps of the kabupaten ──
nav-steps = Steps of the kabupaten
steps-title = Steps of the kabupaten
steps-lead = The steps that carry the whole kabupaten to its next stage. Each is done by the account that may, and is recorded in its name.
steps-places = By desa
step-identifikasi-title = Identification
step-identifikasi-text = Registrations and proposals are compared with the register and SIAK: new, known, changed, or to be reviewed.
step-identifikasi-waits = { $n ->
    [0] No registration waits.
    [one] { $x } registration waits.
   *[other] { $x } registrations wait.
}
step-identifikasi-act = Run identification
step-identifikasi-after = It can be run again at any time. Decisions of reviewers and frozen lists do not change.
step-identifikasi-who = Dinas Sosial does this step.
step-prelist-title = Freezing the prelist
step-prelist-text = Each case with a category becomes a row on the prelist of its desa. What comes later goes into a numbered supplement.
step-prelist-waits = { $n ->
    [0] No case waits for the prelist.
    [one] { $x } case is ready for the prelist.
   *[other] { $x } cases are ready for the prelist.
}
steps-held = { $n ->
    [one] { $x } case is still under review; it goes into a supplement
   *[other] { $x } cases are still under review; they go into a supplement
}
step-prelist-act = Freeze the prelist
step-prelist-after = A frozen list cannot be changed; what follows goes into a supplement.
step-prelist-who = Dinas Sosial does this step.
step-edisi-title = Edition and ranking
step-edisi-text = The register as it is now is frozen as a new edition and ranked by the model published last.
step-edisi-waits = { $n ->
    [0] The last edition holds the register as it is now.
   *[other] The register has changed since the last edition: { $x } households will be ranked.
}
step-edisi-act = Make the edition and rank it
step-edisi-after = Older editions are kept and do not change.
step-edisi-who = The Pokja of the Data Terpadu does this step.
step-daftar_program-title = Programme lists
step-daftar_program-text = The list of each programme in force is drawn from the last edition. Whoever died or moved away by today's data is not on it.
step-daftar_program-waits = { $n ->
    [0] The last lists are by the edition, register and criteria of now.
    [one] { $x } programme waits for its new list.
   *[other] { $x } programmes wait for their new list.
}
step-daftar_program-act = Draw the programme lists
step-daftar_program-after = Older lists are kept. On another day they may be drawn again, because people's ages change.
step-daftar_program-who = The ministry or agency that owns the programme does this step.
job-kind-identifikasi = Identification
job-kind-prelist = Freezing the prelist
job-kind-edisi = Edition and ranking
job-kind-daftar_program = Programme lists
stepped-identified = { $n ->
    [0] nothing waits
    [one] { $x } registration identified
   *[other] { $x } registrations identified
}
stepped-review = { $x } to be reviewed
stepped-asked-again = { $x } looked up in SIAK again
stepped-moved = { $n ->
    [one] { $x } proposal of a meeting moved on
   *[other] { $x } proposals of meetings moved on
}
stepped-rows = { $n ->
    [0] no case waits
    [one] { $x } row frozen
   *[other] { $x } rows frozen
}
stepped-lists = { $n ->
    [one] { $x } list
   *[other] { $x } lists
}
stepped-supplements = { $x } of them supplements
stepped-listed-already = { $n ->
    [one] { $x } household stands on a list already
   *[other] { $x } households stand on a list already
}
stepped-households = { $n ->
    [0] the last edition holds
    [one] { $x } household in the new edition
   *[other] { $x } households in the new edition
}
stepped-persons = { $n ->
    [one] { $x } person
   *[other] { $x } persons
}
stepped-admitted = { $n ->
    [0] the last lists hold
    [one] { $x } row admitted
   *[other] { $x } rows admitted
}
stepped-programmes = { $n ->
    [one] { $x } programme
   *[other] { $x } programmes
}
work-identifikasi = { $n ->
    [one] { $x } registration waits for identification
   *[other] { $x } registrations wait for identification
}
work-identifikasi-act = Run identification
work-bekukan = { $n ->
    [one] { $x } case is ready for the prelist
   *[other] { $x } cases are ready for the prelist
}
work-bekukan-act = Freeze the prelist
work-edisi = The register has changed since the last edition
work-edisi-act = Make the edition
work-daftar = Programme lists wait to be drawn
work-daftar-act = Draw the lists
stage-forms = Forms to print
prelist-lists = Frozen lists
prelist-lists-help = PDF to print, one list for each desa.
prelist-list = Prelist of { $x }
prelist-supplement = Supplement { $y } of { $x }

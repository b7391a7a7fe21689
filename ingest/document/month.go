package document

import "strings"

// months are the names of months, in lower case, in the languages in which
// wires print dates: a row is a language, or its short or inflected forms.
var months = monthTable(`
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
- - - - - - - - sept - - -
januar februar märz april mai juni juli august september oktober november dezember
jänner feber mär - - - - - - okt - dez
- - maerz - - - - - - - - -
- - mrz - - - - - - - - -
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
janv févr - avr - - juil aout - - - déc
- fevrier - - - - juill - - - - decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene - - abr - - - ago setiembre - - dic
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
- fev - - - - - - set out - -
- - marco - - - - - - - - -
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen - - - mag giu lug - - ott - -
januari februari maart april mei juni juli augustus september oktober november december
- - mrt - - - - - - - - -
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
- - - - mai - - - - - - desember
- - - - - - - - - - - des
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
sty lut - kwi - cze lip sie wrz paź lis gru
ledna února března dubna května června července srpna září října listopadu prosince
leden únor březen duben květen červen červenec srpen - říjen - prosinec
januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
január február marec apríl máj jún júl august september október november december
januar februar mart april maj jun jul avgust septembar oktobar novembar decembar
siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan - studeni prosinac
január február március április május június július augusztus szeptember október november december
- - márc ápr máj jún júl - szept - - -
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
ian - - - - iun iul - - - noi -
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
янв фев мар апр мая июн июл авг сен окт ноя дек
- февр - - - - - - сент - нояб -
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
січ лют бер кві тра чер лип сер вер жов - гру
студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня
януари февруари март април май юни юли август септември октомври ноември декември
јануар фебруар март април мај јун јул август септембар октобар новембар децембар
јануари февруари март април мај јуни јули август септември октомври ноември декември
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ
- - μάρ - μάϊ ιούν ιούλ αύγ - - - -
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
oca şub - nis - haz tem ağu eyl eki kas ara
- subat - - mayis - - agustos - - kasim aralik
yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr
yan fev - - - iyn iyl avq sen - noy dek
yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr
қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი
იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ
հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
- - - ابريل - يونيه يوليه اغسطس - اكتوبر - -
جانفي فيفري - أفريل ماي جوان جويلية أوت - - - -
- شباط آذار نيسان أيار حزيران تموز آب أيلول - - -
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר
जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
- फरवरी - - - - - - सितम्बर अक्तूबर नवम्बर दिसम्बर
জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
januari februari maret april mei juni juli agustus september oktober november desember
- - - - - - - agu - - nop -
- pebruari mac - - jun julai ogos - - - disember
enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor
urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua
gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค
`)

func monthTable(s string) map[string]int {
	m := make(map[string]int)
	for _, row := range strings.Split(strings.TrimSpace(s), "\n") {
		for i, name := range strings.Fields(row) {
			if was, ok := m[name]; ok && was != i+1 { // a name of two months is no name
				m[name] = -1
			} else {
				m[name] = i + 1
			}
		}
	}
	for name, n := range m {
		if n < 0 {
			delete(m, name)
		}
	}
	delete(m, "-")
	return m
}

// weekdays are the names of days of the week; they say nothing that the date
// does not, and are passed over.
var weekdays = wordSet(`
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
lunes martes miércoles miercoles jueves viernes sábado sabado domingo mié mie jue vie sáb sab dom
segunda terça terca quarta quinta sexta feira seg ter qua qui sex
lunedì martedì mercoledì giovedì venerdì sabato domenica lunedi martedi mercoledi giovedi venerdi gio
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag mån tis ons tor tors fre lör sön man tir lør søn
poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob nd niedz
pondělí úterý středa čtvrtek pátek neděle po út st čt pá ne
hétfő kedd szerda csütörtök péntek szombat vasárnap
luni marți miercuri joi vineri sâmbătă duminică
понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
понеділок вівторок середа четвер п'ятниця субота неділя нд
pazartesi salı çarşamba perşembe cuma cumartesi pazar pzt sal çar per cum cmt paz
thứ hai ba tư năm sáu bảy chủ nhật
bazar ertəsi çərşənbə axşamı cümə şənbə
δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή δευ τρι τετ πεμ παρ σαβ κυρ
الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت
senin selasa rabu kamis jumat sabtu minggu ahad isnin khamis jumaat
ორშაბათი სამშაბათი ოთხშაბათი ხუთშაბათი პარასკევი შაბათი კვირა
月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 星期一 星期二 星期三 星期四 星期五 星期六 星期日
월요일 화요일 수요일 목요일 금요일 토요일 일요일
月 火 水 木 金 土 日 월 화 수 목 금 토 일
`)

// fillers are words between the parts of a date that mean nothing by
// themselves.
var fillers = wordSet(`
at on of the st nd rd th de del di do le el la les il a à às um uhr den der dne kl klo h hs hrs hr hour hours m min o'clock er uur ci cı cu cü
г года год р року r т c в о об à las los alle ore ob saat ilə tarihi day standard time
`)

func wordSet(s string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

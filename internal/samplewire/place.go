package samplewire

import (
	"math/rand/v2"
	"strings"
)

// A place is a town from which news is filed.
type place struct {
	name    string
	region  string // as the agencies print it behind the town: "Norway", "Fla."
	country string // English name
	code    string // ISO 3166-1 alpha-2
	sea     bool   // on the water
	hot     bool   // no snow, no orchards
	flat    bool   // no slopes
	alone   bool   // AP prints no state or country with it
	capital bool   // of its country, which other agencies then do not print
}

// places reads the table of towns: code, country, then the towns; "~" is a
// town on the water, "!" one that stands alone, "*" a capital,
// "^" a hot one, "_" a flat one, "=" its region.
func places() map[string][]place {
	all := map[string][]place{}
	for line := range strings.Lines(strings.TrimSpace(towns)) {
		parts := split(line)
		code, country := parts[0], parts[1]
		for _, t := range parts[2:] {
			name, region, _ := strings.Cut(strings.TrimLeft(t, "~!*^_"), "=")
			if region == "" {
				region = country
			}
			marks := t[:len(t)-len(strings.TrimLeft(t, "~!*^_"))]
			all[code] = append(all[code], place{
				name: name, region: region, country: country, code: code,
				sea: strings.Contains(marks, "~"), hot: strings.Contains(marks, "^"), flat: strings.Contains(marks, "_"),
				alone: strings.Contains(marks, "!"), capital: strings.Contains(marks, "*"),
			})
		}
	}
	return all
}

const towns = `
AZ | Azerbaijan | ~*Baku | Ganja | Shaki | ~Lankaran | ~Sumgayit | Mingachevir | Shamakhi | Gabala
GE | Georgia | *Tbilisi | ~Batumi | Kutaisi | ~Poti | Telavi | Akhaltsikhe
AM | Armenia | *Yerevan | Gyumri | Vanadzor | Dilijan | Goris | Sevan
KZ | Kazakhstan | Almaty | *Astana | ~Aktau | Shymkent
UZ | Uzbekistan | *Tashkent | Samarkand | Bukhara
TR | Türkiye | ~Istanbul | *Ankara | ~Izmir | Bursa | ~Trabzon | ~Mersin | Kayseri
RU | Russia | *Moscow | ~St. Petersburg | ~Sochi | ~Vyborg | Kazan | ~Vladivostok | Tomsk
CN | China | *Beijing | ~Shanghai | Kunming | ~Qingdao | Chengdu | ~Xiamen | Lanzhou
KR | South Korea | *Seoul | ~Busan | ~Incheon | Daegu | ~Mokpo | ~Ulsan
NO | Norway | ~*Oslo | ~Bergen | ~Stavanger
IE | Ireland | ~!*Dublin | ~Galway | ~Cork
US | United States | ~!Boston | !Denver | ~!Seattle | ~^_Tampa=Fla. | ~Duluth=Minn. | Boise=Idaho | ~Portland=Maine | Tulsa=Okla. | ~^_Galveston=Texas | Eugene=Ore.
CA | Canada | ~Halifax=Nova Scotia | ~!Toronto | _Regina=Saskatchewan
GB | Britain | ~!*London | ~_Hull | ~Aberdeen | ~Bristol
PL | Poland | *_Warsaw | ~_Gdansk | _Poznan
NL | Netherlands | ~_Rotterdam | ~!*_Amsterdam | _Utrecht
BE | Belgium | ~_Antwerp | _Ghent
SG | Singapore | ~!*^_Singapore
SN | Senegal | ~*^_Dakar | ~^_Saint-Louis
HR | Croatia | ~Split | *Zagreb | ~Rijeka
FR | France | ~Marseille | Lyon | ~Brest
DE | Deutschland | ~_Hamburg | Köln | ~_Kiel | ~_Rostock | Leipzig | ~_Bremen | Erfurt | Freiburg
AT | Österreich | Graz | Linz
PE | Perú | ~*Lima | Cusco | Arequipa
ES | España | ~Valencia | Sevilla | ~Vigo | ~Málaga | Salamanca
UY | Uruguay | ~*Montevideo
CL | Chile | ~Valparaíso | *Santiago de Chile
CO | Colombia | ~Cartagena | Manizales
`

// A people is a stock of names. No name belongs to a person; a chance
// likeness is one.
type people struct {
	men, women, families []string
	familyFirst          bool // the family's name stands first
}

// person makes up a name: the whole of it, and the part that stands for it.
func (p people) person(r *rand.Rand, woman bool) (name, family string) {
	given := pick(r, p.men)
	if woman {
		given = pick(r, p.women)
	}
	family = pick(r, p.families)
	if p.familyFirst {
		return family + " " + given, family
	}
	return given + " " + family, family
}

// people are those who live in the country of the place.
func (p place) people() people {
	n := names[0]
	for _, m := range names {
		if strings.Contains(m.codes, p.code) {
			n = m
			break
		}
	}
	return people{
		men: strings.Fields(n.men), women: strings.Fields(n.women), families: strings.Fields(n.families),
		familyFirst: n.codes == "CN" || n.codes == "KR",
	}
}

// names is a read-only table.
var names = []struct{ codes, men, women, families string }{
	{"US CA GB IE", "Arlen Corwin Dexter Emmett Graham Harlan Leland Miles Orrin Wendell", "Adela Bettina Clarice Delphine Greta Imogen Lorna Maren Philippa Rowena", "Ashgrove Bellweather Corrigall Dunmore Fairholt Garrowby Hathersedge Kelbrook Larkfield Merriweir Ormsgill Pennywick Quarrenton Thistledown Westerlund"},
	{"AZ", "Anar Elshad Farid Kanan Murad Orkhan Rauf Tural Vugar Zaur", "Aygun Fidan Gunay Lala Nargiz Sabina Sevinj Turkan Ulviyya Zahra", "Aghalarli Baghirzade Charkazli Dadashli Elchizade Gulushlu Karimbayli Nasirli Qaradagli Shirvanzade Tovuzlu Yusifbayli"},
	{"GE", "Archil Besik Giga Irakli Lasha Otar Tornike Vazha Zviad", "Eka Ketevan Lali Maka Nino Rusudan Salome Tamta Tsira", "Abuladidze Berelashvili Chkuaseli Dvaladze Gvelesani Kobalidze Lomtadze Machavarauli Nizharauli Tserodze Zarnadze"},
	{"AM", "Aram Davit Gevorg Hayk Karen Levon Narek Ruben Tigran Vahan", "Anahit Gayane Hasmik Lilit Mariam Nune Sona Taguhi Zaruhi", "Avdalyants Berberents Djanikyan Galfayents Hovsanyan Kotanjents Markosents Nalbandents Sahradyan Tumasents Zoravaryan"},
	{"TR", "Alper Cem Emre Kerem Onur Selim Tolga Umut Volkan", "Aylin Burcu Defne Elif Gizem Nehir Pelin Sibel Tuba", "Akçaburun Bozyayla Çamlıdere Demirkol Elmasoğlu Gökpınar Karatarla Ormancıgil Sarıtepe Taşköprülü Yelkenci"},
	{"RU", "Artyom Boris Gleb Kirill Maxim Pavel Stepan Timofey Yegor", "Alla Darya Inna Kira Larisa Nina Polina Vera Yana", "Belosednykh Chernenkikh Dolgopolykh Grushko Kosogorenko Lugovykh Ozerenko Polevykh Rudykh Savrasenko Zimnyakh"},
	{"KZ UZ", "Askar Bekzat Daniyar Erlan Marat Nurlan Rustam Timur Zafar", "Aigerim Dana Feruza Gulnoza Kamila Madina Saule Zarina", "Altynbek Baizhan Dosmukhan Esenbay Kultegin Nurmahmud Orynbek Qosimjon Sarybay Zhanseit"},
	{"CN", "Bowen Guodong Haoran Jianyu Minghe Shaowei Zhiyuan", "Hanying Lihua Meixin Qiuyan Ruolan Shuwen Yating", "Ouyang Shangguan Dongfang Ximen Linghu Zhuge Huangfu Gongsun"},
	{"KR", "Dae-hwan Hyun-sik Jun-gyu Min-cheol Sang-rok Tae-min Woo-bin", "Eun-chae Ga-ram Hye-won Ji-ahn Mi-rae Seo-yul Yu-rim", "Namgung Seonu Hwangbo Dokgo Jegal Sagong Tak Pyo Ogeum"},
	{"NO NL BE HR PL FR SN SG", "Anselm Bastien Corneel Didrik Emil Florian Jorn Lucjan Mathis Tomo", "Annika Brigitta Celestine Dorthe Eliska Fleur Ingvild Katrijn Milena Solveig", "Aalberg Brevikson Claessel Dalmarec Evenbakk Fjordholm Grevelin Hallandrec Kowaldin Lindemyr Norvanger Ostrandec Vinterhav"},
	{"DE AT", "Arnd Bertram Eike Falk Henning Jochen Lorenz Malte Rainer Veit", "Annegret Birte Frauke Gesine Heike Imke Kirsten Mareike Silke Wiebke", "Achternbusch Brinkhafer Dornseifer Eichenlaub Feldkirchner Grothusmann Haferkorn Kranenbrook Lindenschmitt Moorkamper Steinwachter"},
	{"PE ES UY CL CO", "Anselmo Bernabé Ciro Efraín Fermín Horacio Leandro Nicanor Rogelio", "Amparo Belisaria Clotilde Edelmira Fidelia Leocadia Noemí Rosaura Violeta", "Albarracena Barrantuelo Carrizales Dehesilla Encinarejo Fontanarosa Huertanueva Montealegre Quintarrubia Riberol Valdelomar"},
}

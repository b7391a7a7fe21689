package copydesk

// The words by which speech is told from other text. Small letters, as they
// are printed in running text.

// verbWords are verbs of speech in the forms news prints them, per language.
var verbWords = []string{
	// English
	`said says say told tells tell added adds add asked asks stated states announced announces noted notes wrote writes write explained explains
	warned warns argued argues insisted insists declared declares claimed claims replied replies tweeted tweets mentioned mentions
	continued continues concluded concludes observed observes remarked remarks commented comments acknowledged acknowledges
	admitted admits recalled recalls quipped quips joked jokes pointed stressed stresses emphasized emphasizes emphasised
	reiterated reiterates affirmed affirms asserted asserts maintained maintains responded responds answered answers
	shouted shouts yelled screamed whispered cried exclaimed exclaims vowed vows promised pledged urged urges called reported reports
	testified recounted lamented lamented complained boasted cautioned confirmed confirms conceded concedes contended contends
	countered demanded denied described disclosed exhorted hinted implored informed interjected intoned mused muttered opined
	posted predicted predicts proclaimed proposed protested quoted read reads reasoned rebutted recalled recommended reflected
	remembered retorted revealed reveals sighed speculated suggested suggests summarized thundered underlined underscored
	urged volunteered fumed gushed laughed declares highlighted elaborated clarified cracked blasted chimed tweeting lashed
	thinks believes believed thought joked opines texted chanted chants praised thanked charged alleged alleges sang began begins
	started goes went repeated repeats snapped railed shot offered offers remarked bragged pleaded begged cheered counseled advised
	specified specifies reckoned reckons enthused enthuses ventured`,
	// Spanish
	`dijo dice afirmó afirma señaló señala explicó explica añadió añade agregó agrega declaró declara aseguró asegura indicó indica manifestó
	manifiesta subrayó subraya comentó comenta apuntó apunta destacó destaca precisó precisa sostuvo sostiene advirtió advierte reconoció
	expresó expresa informó informa insistió insiste recordó recuerda concluyó puntualizó anunció dijeron señalaron afirmaron escribió respondió
	preguntó aclaró apostilló relató recalcó lamentó enfatizó reiteró matizó sentenció confesó admitió argumentó`,
	// French
	`dit déclaré déclare affirmé affirme ajouté ajoute expliqué explique souligné souligne indiqué indique estimé estime précisé précise
	assuré assure annoncé annonce conclu raconté raconte confié confie lancé lance martelé martèle répondu répond écrit commenté commente
	rappelé rappelle poursuivi poursuit regretté regrette insisté insiste noté note averti prévenu réagi réagit fustigé salué déploré dénoncé dénonce
	reconnu admis résumé plaidé plaide promis témoigne témoigné`,
	// German
	`sagte sagt erklärte erklärt betonte betont meinte meint teilte fügte ergänzte ergänzt kritisierte kritisiert schrieb schreibt warnte warnt
	forderte fordert äußerte kündigte berichtete berichtet sagten erläuterte unterstrich räumte versicherte behauptete antwortete
	fragte ergänzt bekräftigte klagte lobte mahnte monierte urteilte hieß zitierte zufolge gesagt`,
	// Italian, Portuguese
	`disse detto dichiarato dichiara spiegato spiega affermato afferma aggiunto aggiunge sottolineato sottolinea commentato commenta ha-detto
	afirmou disse diz declarou acrescentou explicou ressaltou destacou escreveu informou avaliou contou`,
	// Russian, Ukrainian
	`сказал сказала сказали заявил заявила заявили отметил отметила отметили сообщил сообщила сообщили добавил добавила добавили
	подчеркнул подчеркнула пояснил пояснила рассказал рассказала рассказали уточнил уточнила говорит говорится написал написала считает
	объяснил объяснила напомнил напомнила указал указала признался призналась ответил ответила цитирует заключил резюмировал констатировал
	предупредил прокомментировал выразил выразила полагает утверждает передает сетует предположил выступил
	сказав сказала заявив заявила зазначив зазначила повідомив повідомила додав додала підкреслив підкреслила наголосив наголосила
	розповів розповіла пояснив пояснила написав написала каже`,
	// Turkish, Azerbaijani
	`dedi söyledi belirtti açıkladı vurguladı ifade kaydetti konuştu bildirdi aktardı anlattı diyor ekledi dile belirterek diyerek söyleyen
	deyib bildirib vurğulayıb qeyd bildirdi söyləyib əlavə dedi söylədi yazıb vurğuladı bildirir deyir açıqlayıb diqqətə`,
}

// sayingWords are participles whose subject is that of the whole sentence.
const sayingWords = `saying adding telling writing noting arguing stating declaring warning claiming insisting explaining asking announcing
	tweeting stressing emphasizing reiterating joking concluding quipping shouting calling chanting describing
	quoting promising vowing responding replying predicting suggesting admitting lamenting singing remarking observing commenting
	añadiendo diciendo señalando ajoutant affirmant ekleyerek belirterek diyerek`

// betweenWords are auxiliaries and adverbs that stand between subject and verb.
const betweenWords = `has have had also later then again once recently previously reportedly further always never often still just even
	ever finally quickly repeatedly simply famously once earlier today yesterday monday tuesday wednesday thursday friday saturday sunday
	is was were been be would will could might may should did does do not
	frequently consistently sarcastically bluntly privately publicly jokingly angrily clearly
	ha ont han hat habe haben hatte se le lo también además ayer hoy auch am heute gestern également aussi notamment
	также позже ранее так deyə diye`

// pastWords are verbs in the past that do not end in -ed, and auxiliaries.
const pastWords = `came went was were is are has had have took made gave got will would can could did does held sent met won lost
	left put ran spoke stood told drew hit shot fell rose became found kept led`

// phraseStops end the noun phrase in front of them.
const phraseStops = `was is were has had have who are will told today yesterday earlier ahead outside inside monday tuesday
	wednesday thursday friday saturday sunday`

// pronouns of speakers: 'm', 'f', 'p' for they, 'i' for those that stand for
// themselves.
var pronouns = map[string]byte{
	"he": 'm', "she": 'f', "they": 'p', "i": 'i', "we": 'i', "it": 'n', "who": 'w', "you": 'i',
	"él": 'm', "ella": 'f', "ellos": 'p', "il": 'm', "elle": 'f', "ils": 'p', "elles": 'p', "er": 'm', "sie": 'f',
	"он": 'm', "она": 'f', "они": 'p', "він": 'm', "вона": 'f', "lui": 'm', "lei": 'f', "ele": 'm', "ela": 'f',
	"o": 'a', "onlar": 'p',
}

// determinerWords begin a noun phrase.
const determinerWords = `the a an his her their its my our this that these those one another some several many two three four five six
	el la los las un una unos unas su sus le les une des der die das ein eine einer sein seine ihr ihre bir
	il lo gli i`

// clauseWords end a noun phrase.
const clauseWords = `in on at to for from with by during after before when while as if because since until about over under into
	through against between among and but or that which who whose whom where why how via amid per than so yet
	en a por para con durante tras según cuando mientras y que à dans lors après avant pour avec chez et qui
	bei nach vor während und dass gegenüber zu im am vom zum zur aus beim auf в на во со с при и о об по для что который которая ki`

// titleWords are titles, offices and origins that stand in front of a name and
// are no part of it.
const titleWords = `president minister premier chancellor secretary senator sen rep representative congressman congresswoman governor gov
	mayor general gen colonel col major maj captain capt lieutenant lt sergeant sgt corporal cpl private admiral adm commander cmdr
	officer detective inspector judge justice prosecutor attorney lawyer ambassador consul envoy spokesman spokeswoman spokesperson
	speaker leader chief head director chairman chairwoman chair deputy vice prime foreign interior defense defence finance economy
	mp mep mla mps dr prof professor doctor mr mrs ms miss sir dame lord lady king queen prince princess pope cardinal archbishop
	bishop father rev reverend rabbi imam ayatollah sheikh sheik emir sultan shah coach manager captain ceo cfo coo cto executive
	analyst economist strategist expert author writer editor reporter correspondent journalist columnist host anchor
	candidate nominee challenger incumbent former ex late acting interim outgoing elect senior assistant associate
	co-founder founder owner partner member party state house majority minority whip republican democratic democrat gop
	congress councilman councilwoman councillor commissioner treasurer comptroller sheriff superintendent principal dean provost
	moderator pollster adviser advisor aide activist actor actress singer striker goalkeeper defender midfielder driver champion
	hon honorable comrade señor señora don doña presidente presidenta ministro ministra alcalde alcaldesa portavoz secretario secretaria
	président présidente ministre maire porte-parole monsieur madame m mme bundeskanzler bundeskanzlerin kanzler kanzlerin präsident
	präsidentin ministerin ministerpräsident ministerpräsidentin herr frau sprecher sprecherin außenminister außenministerin
	bürgermeister vorsitzende vorsitzender chef trainer
	президент министр премьер-министр премьер глава депутат губернатор мэр пресс-секретарь директор генерал посол секретарь сенатор
	cumhurbaşkanı başbakan bakan bakanı başkan başkanı sözcüsü prezident nazir naziri deputat sədri rəhbəri milletvekili səfir
	u.s us american british french german russian chinese iranian israeli turkish azerbaijani armenian georgian ukrainian japanese
	korean indian pakistani texas florida california ohio new-york alabama iowa`

// roleWords are nouns for a person that may stand for one named before.
const roleWords = `president minister premier chancellor secretary senator congressman congresswoman governor mayor general colonel major captain
	lieutenant sergeant admiral commander officer detective inspector judge justice prosecutor attorney lawyer ambassador envoy spokesman
	spokeswoman spokesperson speaker leader chief head director chairman chairwoman chair deputy mp mep lawmaker legislator politician
	doctor professor king queen prince princess pope cardinal archbishop bishop priest rabbi imam ayatollah sheikh coach manager executive
	analyst economist strategist expert author writer editor reporter correspondent journalist columnist host candidate nominee
	billionaire businessman businesswoman mogul tycoon actor actress singer striker goalkeeper defender midfielder driver champion player
	official diplomat parliamentarian premier teenager student teacher scientist researcher pilot farmer republican democrat texan
	frontrunner front-runner sheriff commissioner pollster adviser advisor aide activist founder ceo boss star winner man woman boy girl
	mother father brother sister son daughter wife husband veteran
	presidente ministro ministra alcalde portavoz président ministre maire präsident ministerin kanzler sprecher
	депутат президент министр глава губернатор мэр vekil nazir prezident deputat bakan başkan`

// genderOf tells the gender a title or role gives.
func genderOf(word string) byte {
	switch word {
	case "mr", "sir", "lord", "king", "prince", "father", "chairman", "spokesman", "congressman", "councilman", "businessman", "actor", "pope",
		"cardinal", "man", "boy", "brother", "son", "husband", "señor", "don", "monsieur", "m", "herr", "sultan", "emir", "sheikh", "imam", "rabbi",
		"ministro", "alcalde", "président", "präsident", "kanzler", "sprecher":
		return 'm'
	case "mrs", "ms", "miss", "dame", "lady", "queen", "princess", "chairwoman", "spokeswoman", "congresswoman", "councilwoman", "businesswoman",
		"actress", "woman", "girl", "mother", "sister", "daughter", "wife", "señora", "doña", "madame", "mme", "frau", "ministra", "alcaldesa",
		"presidenta", "présidente", "ministerin", "kanzlerin", "präsidentin", "sprecherin":
		return 'f'
	}
	return 0
}

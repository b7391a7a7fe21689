package copydesk

// First names that tell a gender; those that both bear are left out.
const (
	maleNames = `james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven
paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry
justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron jose adam nathan henry douglas
zachary peter kyle walter ethan jeremy harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan
joe jordan billy bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell elijah louis bobby philip johnny
bill bob jim tom tim ted mike dan dave steve jeff greg ben sam matt nick tony chuck rick ron ken don barack mitt marco rand bernie lindsey
vladimir dmitry dmitri sergei sergey alexei aleksei nikolai ivan igor oleg yuri boris mikhail andrei pavel viktor konstantin anatoly leonid
ilham heydar ali hasan hassan hussein mohammed mohammad muhammad mohamed ahmed ahmad mahmoud mahmud abdullah abdul khalid omar ibrahim yusuf
mustafa recep mehmet murat emre kemal hakan burak volodymyr petro oleksandr andriy serhiy kamran elchin anar rashad elmar vugar farid
nikol serzh armen aram hayk giorgi mikheil irakli levan zurab emmanuel francois françois jean pierre jacques nicolas olivier laurent philippe
michel alain bernard bruno luc marcel olaf frank-walter helmut gerhard wolfgang klaus jürgen juergen hans heinz uwe stefan thomas markus
horst friedrich jens lars sven karl franz josef carlos luis miguel jorge pedro pablo javier fernando rafael alberto sergio ricardo
roberto mario antonio manuel francisco josé andrés diego alejandro felipe mariano enrique eduardo gustavo hugo evo raul raúl fidel jair
giuseppe silvio matteo giovanni luigi marco paolo francesco giorgio romano sergio enrico angelo narendra rahul arvind amit rajnath manmohan
imran nawaz shehbaz xi shinzo yoshihide fumio kenji hiroshi takashi jong-un moon benjamin binyamin avi ehud yitzhak shimon yair naftali
bashar saddam ayman mahmoud ismail yasser hosni abdel muammar kofi nelson thabo jacob cyril robert uhuru paul yoweri muhammadu goodluck
liam noel simon nigel graham neil stuart derek colin ian alistair gordon boris jeremy rishi keir gavin craig glenn ross barry clive rory
ole jan emil erik leo gustav anders bjorn kamal jamal tariq khalil nabil samir walid tarek ziad fadi rami hussain bilal usman tahir asif zahid
ali kaya selim orhan cem serkan onur tayyip suleyman ilgar farhad jeyhun hikmet zakir nazim tofig ramiz ayaz shahin tural orkhan rauf fuad
santiago mateo emilio ignacio hernan julio cesar arturo ernesto salvador nelson ivan bogdan zoran milan dragan goran stefan janez viktor
laszlo zoltan istvan ferenc piotr tomasz jan andrzej lech jaroslaw krzysztof vaclav milos petr jiri robert andrej radoslaw kyriakos alexis
antonis nikos costas giannis hugh roland felix oscar oliver harry archie theo max leon jonas lukas finn elias joel isaac caleb wyatt`
	femaleNames = `mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna
michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia dorothy amy kathleen angela shirley brenda emma anna pamela
nicole samantha katherine christine helen debra rachel carolyn janet maria catherine heather diane olivia julie joyce victoria ruth virginia
lauren kelly christina joan evelyn judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann kathryn abigail
sophia frances jean alice judy isabella julia grace amber denise danielle marilyn beverly charlotte natalie theresa diana brittany doris
kayla alexis lori hillary carly nikki sarah kellyanne ivanka melania nancy dianne elizabeth condoleezza madeleine angela ursula theresa
nicola jacinda sanna marine ségolène segolene christine simone brigitte claudia petra annegret annalena katrin sabine renate gabriele
monika susanne birgit heike martina maria marie ana carmen isabel rosa lucia lucía elena cristina pilar dolores mercedes teresa soledad
michelle dilma cristina gabriela leila aysel gulnara sevda leyla mehriban ganira sona zarifa aygun nigar fatma ayşe ayse emine meral
elif zeynep hatice maria svetlana natalia natalya olga irina tatiana tatyana yelena elena ekaterina yekaterina anastasia valentina lyudmila
galina oksana yulia yuliya iryna svitlana olena salome nino maia nana indira sonia smriti sushma mamata benazir malala maryam hina aung
park sheikh-hasina hasina khaleda megawati giorgia emma federica laura silvia francesca chiara paola valeria samia ellen joyce graça
fiona gillian heidi ingrid astrid helle mette erna magdalena beata ewa agnieszka zuzana jane kate lucy chloe amelia molly holly
lena ida elin eva mia maja freja signe karin kerstin birgitta gunilla annika johanna hanna sofia lea nora clara ella lina julie camille
manon lucie élise elise amélie amelie aurélie juliette céline celine sylvie véronique nathalie valérie sophie isabelle martine dominga
rosario consuelo esther beatriz raquel marta alicia irene ines inés luisa carolina daniela mariana valentina camila ximena gabriela
priya sunita anita kavita nirmala mayawati mehbooba shazia asma fatima zahra layla nadia amina rania hanan dalia shirin nasrin parisa
masoumeh günel gunel aytan aynur lala turan sabina kamala ulviyya aliya dinara gulnaz aigul zhanna lidia larisa marina vera nadezhda lyubov`
)

/*
 * The same answers through both front ends store the same: scripts that know
 * no front end, carried out at plain lines and in full screen.
 */
#include "tests/test.h"

#include <sys/stat.h>

#include "questions/base/text.h"
#include "questions/json.h"
#include "tests/support/made_way.h"
#include "tests/support/person.h"

enum { MADE = 50 };

#define SEGMENT ",,,,,,,,,,,,,,,,,segment\n"

/* Each type of question, and each way in which one rests on another. */
static const char form[] =
	"survey\n"
	",type,name,label::English (en),label::Cymraeg (cy),relevant,"
	"constraint,constraint_message::English (en),"
	"constraint_message::Cymraeg (cy),calculation,choice_filter,"
	"parameters,appearance,default,read_only,required,kq_exclusive,"
	"kq_missing,kq_pin,kq_max,required_message,kq_role\n"
	",begin_group,first,First things,Pethau cyntaf\n"
	",note,hello,Welcome to this part.,Croeso i'r rhan hon.\n"
	",select_one freq,often,How often do you use it?,Pa mor aml?"
	",,,,,,,,,,,,,dk=dontknow\n"
	",select_one truth,claim,Which of these is true?,Pa un sy'n wir?"
	",,,,,,,randomize=true,,,,,,unsure=dontknow,unsure\n"
	",select_multiple what,helped,What helped you?,Beth helpodd?,"
	",count-selected(.) <= 2,Choose two at most.,Dau ar y mwyaf."
	",,,,,,,,nothing\n"
	",rank things,order,Put these in order,Rhowch mewn trefn\n"
	",select_one areas,area,Which part of the country?,Pa ran o'r wlad?\n"
	",select_one towns,town,Which town?,Pa dref?,${area} != '',,,,,"
	"part=${area}\n"
	",select_one drinks or_other,drink,What do you drink?,Beth yfwch?\n"
	",select_one months,month,In which month?,Ym mha fis?\n"
	",end_group\n"
	",begin_group,second,Second things,Ail bethau,${often} != 'never'\n"
	",integer,hours,How many hours a week?,Sawl awr?,,. <= 168,"
	"Enter at most 168 hours.,168 awr ar y mwyaf.\n"
	",text,why,Why so many?,Pam cynifer?,${hours} > 40\n"
	",decimal,share,What share of it is work?,Pa gyfran yw gwaith?\n"
	",range,scale,How well did it go?,Sut aeth hi?,,,,,,,"
	"start=1 end=5 step=1\n"
	",date,since,Since when?,Ers pryd?,,. < date('2030-01-01'),"
	"Enter a day before 2030.,Cyn 2030.\n"
	",end_group\n"
	",begin_group,job,Your job,Eich swydd\n"
	",select_one kinds,kind,What kind of work?,Pa fath o waith?" SEGMENT
	",note,then,One more about your job.,Un arall am eich swydd.\n"
	",select_one stays,stay,How long here so far?,Ers faint yma?" SEGMENT
	",end_group\n"
	",text,short,In a few words,Mewn gair,,,,,,,,,,,,,,,60\n"
	",text,long,In more words,Mwy o eiriau,,,,,,,,multiline\n"
	",text,office,Your office,Eich swyddfa,,,,,,,,,Leeds,true\n"
	",integer,room,Which room?,Pa ystafell?,,,,,,,,,,,true,,,,,"
	"\"The room, so that we find you.\"\n"
	",calculate,twice,,,,,,,${hours} * 2\n"
	",calculate,luck,,,,,,,once(int(random() * 3) + 1)\n"
	",hidden,origin,,,,,,,,,,,paper\n"
	",acknowledge,seen,I have read this,Rwyf wedi darllen hwn\n"
	"choices\n"
	",list_name,name,label::English (en),label::Cymraeg (cy),part\n"
	",freq,daily,Every day,Bob dydd\n"
	",freq,weekly,Every week,Bob wythnos\n"
	",freq,never,Not at all,Dim o gwbl\n"
	",freq,dk,I do not know,Ddim yn gwybod\n"
	",truth,a,All posts are public,Pawb\n"
	",truth,b,Some posts are public,Rhai\n"
	",truth,c,No post is public,Neb\n"
	",truth,unsure,I am not sure,Ddim yn siŵr\n"
	",what,course,A course,Cwrs\n"
	",what,reading,Reading,Darllen\n"
	",what,talk,Talking to people,Siarad\n"
	",what,nothing,Nothing helped,Dim byd\n"
	",things,apples,Apples,Afalau\n"
	",things,bread,Bread,Bara\n"
	",things,cheese,Cheese,Caws\n"
	",things,dates,Dates,Datys\n"
	",areas,north,The north,Y gogledd\n"
	",areas,south,The south,Y de\n"
	",towns,bangor,Bangor town,Tref Bangor,north\n"
	",towns,rhyl,Rhyl town,Tref y Rhyl,north\n"
	",towns,barry,Barry town,Tref y Barri,south\n"
	",drinks,tea,Black tea,Te du\n"
	",drinks,milk,Cold milk,Llaeth oer\n"
	",months,jan,January,Ionawr\n"
	",months,feb,February,Chwefror\n"
	",months,mar,March,Mawrth\n"
	",months,apr,April,Ebrill\n"
	",months,may,May,Mai\n"
	",months,jun,June,Mehefin\n"
	",months,jul,July,Gorffennaf\n"
	",months,aug,August,Awst\n"
	",months,sep,September,Medi\n"
	",months,oct,October,Hydref\n"
	",months,nov,November,Tachwedd\n"
	",months,dec,December,Rhagfyr\n"
	",kinds,desk,Work at a desk,Wrth ddesg\n"
	",kinds,tools,Work with tools,Gydag offer\n"
	",stays,new,Under two years,Llai na dwy flynedd\n"
	",stays,old,Two years or more,Dwy flynedd neu fwy\n"
	"settings\n"
	",form_title,form_id,version,default_language\n"
	",Both ways,both,1,English (en)\n";

/* ---- scripts ---- */

#define ENTRY(at, act, what, why, before)         \
	{                                         \
		at, act, what, why, false, before \
	}
#define ANSWER(at, what)       ENTRY(at, ACT_ANSWER, what, NULL, false)
#define REFUSED(at, what, why) ENTRY(at, ACT_ANSWER, what, why, false)
#define AT(at, act, what)      ENTRY(at, act, what, NULL, false)
#define DOES(at, act)	       ENTRY(at, act, NULL, NULL, false)
#define SKIP(at)	       DOES(at, ACT_SKIP)
#define GO_ON(at)	       DOES(at, ACT_GO_ON)
#define BACK(at)	       DOES(at, ACT_BACK)
#define CHANGE(row)	       AT(NULL, ACT_CHANGE, row)
#define SEND		       DOES(NULL, ACT_SEND) /* ends every script */

/* At the start of the questions about oneself. */
#define BEFORE(act)	       ENTRY("kind", act, NULL, NULL, true)
#define BEFORE_LANGUAGE(name)  ENTRY("kind", ACT_LANGUAGE, name, NULL, true)
#define SKIP_ALL	       ENTRY("kind", ACT_SKIP, "stay", NULL, true)
#define ABOUT_PERSON                                               \
	BEFORE(ACT_GO_ON), ANSWER("kind", "tools"), GO_ON("then"), \
		ANSWER("stay", "new")
#define ABOUT_STORED "kind=tools\nstay=new\n"

/* Up to the second section, in one go. */
#define FIRST_SECTION                                                    \
	GO_ON("hello"), ANSWER("often", "weekly"), ANSWER("claim", "b"), \
		ANSWER("helped", "course talk"),                         \
		ANSWER("order", "cheese apples dates bread"),            \
		ANSWER("area", "north"), ANSWER("town", "rhyl"),         \
		ANSWER("drink", "milk"), ANSWER("month", "dec")
#define FIRST_STORED                                               \
	"often=weekly\nclaim=b\nhelped=course talk\n"              \
	"order=cheese apples dates bread\narea=north\ntown=rhyl\n" \
	"drink=milk\nmonth=dec\n"

#define SECOND_SECTION                                                         \
	ANSWER("hours", "40"), ANSWER("share", "12.50"), ANSWER("scale", "4"), \
		ANSWER("since", "1 sep 2019")
#define SECOND_STORED "hours=40\nshare=12.5\nscale=4\nsince=2019-09-01\n"

#define LAST_PAGES                                                \
	ANSWER("short", "More time"), ANSWER("long", "One\ntwo"), \
		GO_ON("office"), ANSWER("room", "12"), ANSWER("seen", "OK")
#define LAST_STORED "short=More time\nlong=One\ntwo\noffice=Leeds\nroom=12\n"

static const struct entry straight[] = {FIRST_SECTION, SECOND_SECTION,
					ABOUT_PERSON, LAST_PAGES, SEND};

static const struct entry skips[] = {
	GO_ON("hello"),
	SKIP("often"),
	SKIP("claim"),
	SKIP("helped"),
	SKIP("order"),
	SKIP("area"),
	SKIP("drink"),
	SKIP("month"),
	SKIP("hours"),
	SKIP("share"),
	SKIP("scale"),
	SKIP("since"),
	SKIP_ALL,
	SKIP("short"),
	SKIP("long"),
	GO_ON("office"),
	AT("room", ACT_ANSWER, "1"),
	SKIP("seen"),
	SEND,
};

/* What was answered is taken away again. */
static const struct entry takes_back[] = {
	FIRST_SECTION,	SECOND_SECTION,	  ABOUT_PERSON,	  LAST_PAGES,
	CHANGE("kind"), BACK("kind"),	  SKIP_ALL,	  CHANGE("often"),
	SKIP("often"),	CHANGE("helped"), SKIP("helped"), CHANGE("order"),
	SKIP("order"),	CHANGE("hours"),  SKIP("hours"),  CHANGE("since"),
	SKIP("since"),	CHANGE("short"),  SKIP("short"),  CHANGE("long"),
	SKIP("long"),	CHANGE("seen"),	  SKIP("seen"),	  SEND,
};

/* The town no longer fits, the reason is no longer asked for, and in the end
 * a whole section is not. */
static const struct entry back_and_forth[] = {
	FIRST_SECTION,
	BACK("hours"),
	BACK("month"),
	BACK("drink"),
	BACK("town"),
	ANSWER("area", "south"),
	ANSWER("town", "barry"),
	ANSWER("drink", "other"),
	ANSWER("drink_other", "Buttermilk"),
	BACK("month"),
	GO_ON("drink_other"),
	ANSWER("month", "jan"),
	ANSWER("hours", "41"),
	ANSWER("why", "A campaign"),
	BACK("share"),
	BACK("why"),
	ANSWER("hours", "40"),
	ANSWER("share", "0.5"),
	ANSWER("scale", "3"),
	BACK("since"),
	ANSWER("scale", "1"),
	ANSWER("since", "31 12 1999"),
	BEFORE(ACT_BACK),
	GO_ON("since"),
	BEFORE(ACT_GO_ON),
	ANSWER("kind", "desk"),
	BACK("then"),
	BACK("kind"),
	SKIP_ALL,
	BACK("short"),
	BACK("stay"),
	BACK("then"),
	BACK("kind"),
	ABOUT_PERSON,
	LAST_PAGES,
	CHANGE("often"),
	ANSWER("often", "never"),
	SEND,
};

/* What is refused stays where it was, and what is good goes in. */
static const struct entry refusals[] = {
	GO_ON("hello"),
	ANSWER("often", "dk"),
	ANSWER("claim", "unsure"),
	REFUSED("helped", "course reading talk", "Choose two at most."),
	ANSWER("helped", "nothing"),
	ANSWER("order", "apples bread cheese dates"),
	ANSWER("area", "south"),
	SKIP("town"),
	ANSWER("drink", "tea"),
	ANSWER("month", "oct"),
	REFUSED("hours", "many", "Enter a whole number"),
	REFUSED("hours", "12.5", "Enter a whole number"),
	REFUSED("hours", "169", "Enter at most 168 hours."),
	ANSWER("hours", "168"),
	ANSWER("why", "It is the job"),
	REFUSED("share", "half", "Enter a number, such as 12.5."),
	REFUSED("share", "1e3", "Enter a number, such as 12.5."),
	ANSWER("share", "-0.25"),
	REFUSED("scale", "6", "Enter a whole number between 1 and 5."),
	REFUSED("scale", "1.5", "Enter a whole number between 1 and 5."),
	ANSWER("scale", "5"),
	REFUSED("since", "31 feb 2024", "February 2024 has 29 days."),
	REFUSED("since", "14 13 2024", "Enter the month as 1 to 12"),
	REFUSED("since", "14 12 24", "Enter the year with four digits"),
	REFUSED("since", "1 jan 2030", "Enter a day before 2030."),
	ANSWER("since", "29 feb 2024"),
	ABOUT_PERSON,
	REFUSED("short",
		"0123456789 0123456789 0123456789 0123456789 0123456789 012345",
		"Write no more than 60 characters: this is 61."),
	ANSWER("short",
	       "0123456789 0123456789 0123456789 0123456789 0123456789 01234"),
	SKIP("long"),
	GO_ON("office"),
	ENTRY("room", ACT_SKIP, NULL, "The room, so that we find you.", false),
	REFUSED("room", "-", "Enter a whole number"),
	ANSWER("room", "-3"),
	ANSWER("seen", "OK"),
	SEND,
};

/* A change opens a question, which comes before the check page again. */
static const struct entry changes[] = {
	FIRST_SECTION,
	SECOND_SECTION,
	SKIP_ALL,
	LAST_PAGES,
	CHANGE("hours"),
	ANSWER("hours", "60"),
	ANSWER("why", "Many customers"),
	CHANGE("area"),
	ANSWER("area", "south"),
	ANSWER("town", "barry"),
	CHANGE("drink"),
	ANSWER("drink", "other"),
	ANSWER("drink_other", "Water"),
	CHANGE("claim"),
	ANSWER("claim", "c"),
	CHANGE("order"),
	ANSWER("order", "dates bread apples cheese"),
	CHANGE("month"),
	ANSWER("month", "sep"),
	CHANGE("long"),
	BACK("long"),
	BACK("short"),
	BACK("stay"),
	BACK("then"),
	BACK("kind"),
	BEFORE(ACT_BACK),
	BACK("since"),
	ANSWER("scale", "2"),
	CHANGE("stay"),
	ANSWER("stay", "old"),
	CHANGE("kind"),
	BACK("kind"),
	BEFORE(ACT_REVIEW),
	CHANGE("month"),
	BACK("month"),
	BACK("drink_other"),
	DOES("drink", ACT_REVIEW),
	SEND,
};

/* Welsh; an emoji of several; letters with their marks behind them; words of
 * the program; what means something to JSON and SQL. */
#define FAMILY "\360\237\221\251\342\200\215\360\237\221\247"
static const struct entry texts[] = {
	GO_ON("hello"),
	SKIP("often"),
	SKIP("claim"),
	SKIP("helped"),
	SKIP("order"),
	SKIP("area"),
	ANSWER("drink", "other"),
	ANSWER("drink_other", "stop"),
	SKIP("month"),
	ANSWER("hours", "41"),
	ANSWER("why", "w\xcc\x82y\xcc\x82 " FAMILY " \"t\xc5\xb7\" \\ '; --"),
	SKIP("share"),
	SKIP("scale"),
	SKIP("since"),
	SKIP_ALL,
	ANSWER("short", "  Mwy o amser i'r t\xc3\xaem newydd \342\202\254  "),
	ANSWER("long", "back\n.\n\nMae'r t\xc5\xb7 yn wag.\nskip"),
	GO_ON("office"),
	ANSWER("room", "007"),
	SKIP("seen"),
	SEND,
};

/* Another language, another front end, another day. */
static const struct entry travels[] = {
	GO_ON("hello"),
	ANSWER("often", "daily"),
	AT("claim", ACT_LANGUAGE, "Cymraeg (cy)"),
	ANSWER("claim", "a"),
	DOES("helped", ACT_OTHER_FRONT),
	ANSWER("helped", "reading talk"),
	ANSWER("order", "bread dates apples cheese"),
	DOES("area", ACT_COME_BACK),
	ANSWER("area", "north"),
	ANSWER("town", "bangor"),
	DOES("drink", ACT_OTHER_FRONT),
	ANSWER("drink", "tea"),
	DOES("month", ACT_COME_BACK),
	AT("month", ACT_LANGUAGE, "English (en)"),
	ANSWER("month", "nov"),
	SKIP("hours"),
	DOES("share", ACT_OTHER_FRONT),
	ANSWER("share", "3"),
	SKIP("scale"),
	SKIP("since"),
	BEFORE(ACT_OTHER_FRONT),
	BEFORE_LANGUAGE("Cymraeg (cy)"),
	BEFORE(ACT_COME_BACK),
	BEFORE(ACT_GO_ON),
	BACK("kind"),
	BEFORE_LANGUAGE("English (en)"),
	BEFORE(ACT_OTHER_FRONT),
	BEFORE(ACT_GO_ON),
	ANSWER("kind", "desk"),
	BACK("then"),
	BACK("kind"),
	BEFORE(ACT_COME_BACK),
	ANSWER("kind", "tools"),
	DOES("then", ACT_COME_BACK),
	GO_ON("then"),
	SKIP("stay"),
	DOES("short", ACT_OTHER_FRONT),
	ANSWER("short", "?"),
	SKIP("long"),
	GO_ON("office"),
	ANSWER("room", "2"),
	BACK("seen"),
	DOES("room", ACT_OTHER_FRONT),
	GO_ON("room"),
	ANSWER("seen", "OK"),
	DOES(NULL, ACT_COME_BACK),
	CHANGE("often"),
	ANSWER("often", "weekly"),
	SEND,
};

/* The same but for one answer. */
static const struct entry differs[] = {
	FIRST_SECTION,	 SECOND_SECTION,       ABOUT_PERSON, LAST_PAGES,
	CHANGE("scale"), ANSWER("scale", "3"), SEND,
};

/* Members of a response in their order, but for luck; "-": skipped. */
#define TWICE_80 "twice=80\norigin=paper\n"

static const struct script {
	const char *name;
	const struct entry *entry;
	const char *stored;
} scripts[] = {
	{"straight", straight,
	 FIRST_STORED SECOND_STORED ABOUT_STORED LAST_STORED TWICE_80
	 "seen=OK\n"},
	{"skips", skips,
	 "often -\nclaim -\nhelped -\norder -\narea -\ndrink -\nmonth -\n"
	 "hours -\nshare -\nscale -\nsince -\nkind -\nstay -\nshort -\nlong -\n"
	 "office=Leeds\nroom=1\ntwice -\norigin=paper\nseen -\n"},
	{"takes back", takes_back,
	 "often -\nclaim=b\nhelped -\norder -\narea=north\ntown=rhyl\n"
	 "drink=milk\nmonth=dec\nhours -\nshare=12.5\nscale=4\nsince -\n"
	 "kind -\nstay -\nshort -\nlong -\noffice=Leeds\nroom=12\ntwice -\norigin=paper\n"
	 "seen -\n"},
	{"back and forth", back_and_forth,
	 "often=never\nclaim=b\nhelped=course talk\n"
	 "order=cheese apples dates bread\narea=south\ntown=barry\n"
	 "drink=other\ndrink_other=Buttermilk\nmonth=jan\n" ABOUT_STORED
		 LAST_STORED "twice -\norigin=paper\nseen=OK\n"},
	{"refusals", refusals,
	 "often=dk\nclaim=unsure\nhelped=nothing\n"
	 "order=apples bread cheese dates\narea=south\ntown -\ndrink=tea\n"
	 "month=oct\nhours=168\nwhy=It is the job\nshare=-0.25\nscale=5\n"
	 "since=2024-02-29\n" ABOUT_STORED
	 "short=0123456789 0123456789 0123456789 0123456789 0123456789 01234\n"
	 "long -\noffice=Leeds\nroom=-3\ntwice=336\norigin=paper\nseen=OK\n"},
	{"changes", changes,
	 "often=weekly\nclaim=c\nhelped=course talk\n"
	 "order=dates bread apples cheese\narea=south\ntown=barry\n"
	 "drink=other\ndrink_other=Water\nmonth=sep\nhours=60\n"
	 "why=Many customers\nshare=12.5\nscale=2\nsince=2019-09-01\n"
	 "kind -\nstay=old\n" LAST_STORED "twice=120\norigin=paper\nseen=OK\n"},
	{"texts", texts,
	 "often -\nclaim -\nhelped -\norder -\narea -\ndrink=other\n"
	 "drink_other=stop\nmonth -\nhours=41\n"
	 "why=\xc5\xb5\xc5\xb7 " FAMILY " \"t\xc5\xb7\" \\ '; --\n"
	 "share -\nscale -\nsince -\nkind -\nstay -\n"
	 "short=Mwy o amser i'r t\xc3\xaem newydd \342\202\254\n"
	 "long=back\n.\n\nMae'r t\xc5\xb7 yn wag.\nskip\n"
	 "office=Leeds\nroom=7\ntwice=82\norigin=paper\nseen -\n"},
	{"travels", travels,
	 "often=weekly\nclaim=a\nhelped=reading talk\n"
	 "order=bread dates apples cheese\narea=north\ntown=bangor\n"
	 "drink=tea\nmonth=nov\nhours -\nshare=3\nscale -\nsince -\n"
	 "kind=tools\nstay -\nshort=?\nlong -\noffice=Leeds\nroom=2\ntwice -\norigin=paper\n"
	 "seen=OK\n"},
};

/* ---- carried out, and opened ---- */

/* random() is each person's own; it is one of three. */
static void
assert_luck(const struct json *luck, const char *what)
{
	const char *text = json_as_text(luck);

	assert_case(text != NULL && strlen(text) == 1 &&
			    strchr("123", text[0]) != NULL,
		    what);
}

static char *
stored(const char *response, const char *what)
{
	struct error err = ERROR_INIT;
	struct json *whole = json_parse(response, strlen(response), &err);
	const struct json *m = json_first(json_get(whole, "a"));
	struct text t = TEXT_INIT;
	bool lucky = false;

	for (; m; m = json_next(m)) {
		if (strcmp(json_name(m), "luck") == 0) {
			assert_luck(m, what);
			lucky = true;
		} else if (json_as_text(m)) {
			text_addf(&t, "%s=%s\n", json_name(m), json_as_text(m));
		} else {
			text_addf(&t, "%s %s\n", json_name(m),
				  json_is_null(m) ? "-" : "never came");
		}
	}
	assert_case(lucky, what);
	json_free(whole);
	return text_take(&t);
}

/* One person in a wave of their own; what is in its box. Caller frees. */
static char *
carry_out(const char *dir, const char *name, const struct entry *entry,
	  bool lines)
{
	char *own = test_path(dir, name), *answers;
	struct made_wave made;
	struct person person;
	char **response;
	size_t n;

	assert_int_equal(mkdir(own, 0700), 0);
	made_wave_init(&made, own, form, 0, 5);
	person_start(&person, &made, lines);
	for (; person.term; entry++)
		person_do(&person, entry);
	response = made_responses(&made, &n);
	assert_int_equal(n, 1);
	answers = stored(response[0], name);
	made_responses_free(response, n);
	made_wave_release(&made);
	free(own);
	return answers;
}

static void
both_front_ends_store_the_same(void **state)
{
	static const char *const front[] = {"full screen", "plain lines"};
	size_t i, lines;

	for (i = 0; i < COUNT(scripts); i++)
		for (lines = 0; lines < COUNT(front); lines++) {
			char name[64], *got;

			snprintf(name, sizeof(name), "%s, %s", scripts[i].name,
				 front[lines]);
			got = carry_out(*state, name, scripts[i].entry, lines);
			assert_text(got, scripts[i].stored, name);
			free(got);
		}
}

/* ---- made by chance ---- */

/* As the response holds them. */
static char *
answers_in(const char *response)
{
	struct json *whole = json_parse(response, strlen(response), NULL);
	char *text = json_print(json_get(whole, "a"));

	json_free(whole);
	return text;
}

static size_t
from_environment(const char *name, size_t otherwise)
{
	const char *s = getenv(name);

	return s && *s ? (size_t)strtoul(s, NULL, 10) : otherwise;
}

/* Through one front end; `seed` names it where it fails. */
static char *
take_made_way(const char *dir, const struct made_way *way, bool lines)
{
	char *own = test_path(dir, lines ? "lines" : "screen"), *answers;
	struct made_wave made;
	struct person person;
	char **response;
	size_t n, i;

	assert_int_equal(mkdir(own, 0700), 0);
	made_wave_init(&made, own, way->csv, 0, 5);
	person_start(&person, &made, lines);
	for (i = 0; i < way->n; i++)
		person_do(&person, &way->entry[i]);
	response = made_responses(&made, &n);
	assert_int_equal(n, 1);
	answers = answers_in(response[0]);
	made_responses_free(response, n);
	made_wave_release(&made);
	free(own);
	return answers;
}

static void
try_made_way(const char *dir, uint32_t seed)
{
	char name[32], *own, *screen, *lines;
	struct made_way way;

	snprintf(name, sizeof(name), "%u", (unsigned)seed);
	own = test_path(dir, name);
	assert_int_equal(mkdir(own, 0700), 0);
	made_way_init(&way, seed);
	screen = take_made_way(own, &way, false);
	assert_text(screen, way.stored, "full screen");
	lines = take_made_way(own, &way, true);
	assert_text(lines, way.stored, "plain lines");
	free(screen);
	free(lines);
	free(own);
	made_way_release(&way);
}

/* What one has to know of the one that fails. */
static void
tell(uint32_t seed)
{
	struct made_way way;
	char *told;

	made_way_init(&way, seed);
	told = made_way_told(&way);
	fprintf(stderr, "%s%s", way.csv, told);
	free(told);
	made_way_release(&way);
}

/* COUNT of them, from SEED on; with TELL=1 each is told. */
static void
made_questionnaires_store_the_same(void **state)
{
	size_t count = from_environment("COUNT", MADE), done;
	uint32_t seed = (uint32_t)from_environment("SEED", 1);

	for (done = 0; done < count; done++, seed++) {
		print_message(done % 20 == 0 ? "\nSEED=%u" : " %u",
			      (unsigned)seed);
		if (from_environment("TELL", 0) > 0)
			tell(seed);
		try_made_way(*state, seed);
	}
	print_message("\n%zu questionnaires, each through both front ends\n",
		      done);
}

/* ---- the control ---- */

/* What compares them can tell a difference. */
static void
one_other_answer_is_not_the_same(void **state)
{
	char *one = carry_out(*state, "one", straight, false);
	char *other = carry_out(*state, "other", differs, true);

	assert_string_not_equal(one, other);
	assert_has(one, "scale=4\n", "one");
	assert_has(other, "scale=3\n", "the other");
	free(one);
	free(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(both_front_ends_store_the_same),
		IN_A_FOLDER(made_questionnaires_store_the_same),
		IN_A_FOLDER(one_other_answer_is_not_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

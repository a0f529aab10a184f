/* From sheets to a form: what is accepted, and what is refused with its cell. */
#include "tests/test.h"

#include "questions/xlsform.h"
#include "tests/form_text.h"

/* Lists that the cases ask with. */
#define CHOICES                                                    \
	"choices\n,list_name,name,label\n,l,a,A\n,l,b,B\n,l,c,C\n" \
	",l,dk,Don't know\n,yn,yes,Yes\n,yn,no,No\n"

/* What building a CSV says, and the form; NULL when it is refused. */
static struct form *
build(const char *csv, const char *topics, const char *misconceptions,
      char **said)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct form *form;
	struct book *book;
	size_t size;
	FILE *out;

	book = book_parse("f.csv", csv, strlen(csv), topics,
			  topics ? strlen(topics) : 0, misconceptions,
			  misconceptions ? strlen(misconceptions) : 0,
			  &problems, &err);
	assert_non_null(book);
	form = xlsform_build(book, &problems);
	book_free(book);
	out = open_memstream(said, &size);
	problems_print(&problems, out);
	fclose(out);
	assert_true((form == NULL) == (problems.errors > 0));
	problems_release(&problems);
	return form;
}

/* ----------------------------------------------------------- accepted rows */

/* header: of the survey's columns; rows from row 3 on. */
static const struct {
	const char *what, *header, *rows, *questions, *problems;
} accepted[] = {
	{"a text question", "type,name,label", ",text,q,Why?\n",
	 "q text label=\"Why?\"\n", ""},
	{"every type", "type,name,label,calculation,default",
	 ",select_one l,q1,?\n,select_multiple l,q2,?\n,rank l,q3,?\n"
	 ",integer,q4,?\n,decimal,q5,?\n,range,q6,?\n,text,q7,?\n"
	 ",date,q8,?\n,note,q9,?\n,acknowledge,q10,?\n"
	 ",calculate,q11,,1 + 1\n,hidden,q12,,,x\n",
	 "q1 select_one l(4) label=\"?\"\n"
	 "q2 select_multiple l(4) label=\"?\"\n"
	 "q3 rank l(4) label=\"?\"\n"
	 "q4 integer label=\"?\"\n"
	 "q5 decimal label=\"?\"\n"
	 "q6 range label=\"?\" 1..10/1\n"
	 "q7 text label=\"?\"\n"
	 "q8 date label=\"?\"\n"
	 "q9 note label=\"?\"\n"
	 "q10 acknowledge label=\"?\"\n"
	 "q11 calculate calculation={1 + 1}\n"
	 "q12 hidden default=\"x\"\n",
	 ""},
	{"aliases of types", "type,name,label",
	 ",select one from l,q1,?\n,select1 l,q2,?\n"
	 ",select all that apply from l,q3,?\n"
	 ",select all that apply l,q4,?\n,string,q5,?\n,int,q6,?\n"
	 ",trigger,q7,?\n,Select_One  l,q8,?\n,add date prompt,q9,?\n",
	 "q1 select_one l(4) label=\"?\"\n"
	 "q2 select_one l(4) label=\"?\"\n"
	 "q3 select_multiple l(4) label=\"?\"\n"
	 "q4 select_multiple l(4) label=\"?\"\n"
	 "q5 text label=\"?\"\n"
	 "q6 integer label=\"?\"\n"
	 "q7 acknowledge label=\"?\"\n"
	 "q8 select_one l(4) label=\"?\"\n"
	 "q9 date label=\"?\"\n",
	 ""},
	{"or_other", "type,name,label",
	 ",select_one l or_other,q1,?\n"
	 ",select_multiple l or specify other,q2,?\n,select_one l,q3,?\n",
	 "q1 select_one l_or_other(5) label=\"?\"\n"
	 "q1_other text label=\"Specify other.\" "
	 "relevant={selected(${q1}, 'other')}\n"
	 "q2 select_multiple l_or_other(5) label=\"?\"\n"
	 "q2_other text label=\"Specify other.\" "
	 "relevant={selected(${q2}, 'other')}\n"
	 "q3 select_one l(4) label=\"?\"\n",
	 ""},
	{"groups within groups", "type,name,label,relevant,appearance",
	 ",begin group,g1,One,,field-list\n,text,q1,?\n"
	 ",begin_group,g2,,${q1} = 'x',table-list w2\n"
	 ",select_one l,q2,?\n,select_one l,q3,?\n,end_group\n"
	 ",end group,g1\n,text,q4,?\n",
	 "q1 text in=g1 label=\"?\"\n"
	 "q2 select_one l(4) in=g2 label=\"?\"\n"
	 "q3 select_one l(4) in=g2 label=\"?\"\n"
	 "q4 text label=\"?\"\n",
	 ""},
	{"a note without a name", "type,name,label", ",note,,Hello\n",
	 "generated_note_name_3 note label=\"Hello\"\n", ""},
	{"names of other alphabets", "type,name,label",
	 ",text,\xc3\xa9t\xc3\xa9,?\n,text,_q-1.a,?\n",
	 "\xc3\xa9t\xc3\xa9 text label=\"?\"\n_q-1.a text label=\"?\"\n", ""},
	{"one name in two groups", "type,name,label",
	 ",begin group,g1,G\n,note,q,?\n,end group\n"
	 ",begin group,g2,G\n,note,q,?\n,end group\n",
	 "q note in=g1 label=\"?\"\ng2_q note in=g2 label=\"?\"\n",
	 "f.csv:7:C name: note: question 'q' is there already (row 4), in "
	 "another group; here it is called 'g2_q'\n"},
	{"expressions",
	 "type,name,label,relevant,constraint,required,read_only",
	 ",integer,q1,?,,. > 0 and . < 120,yes,\n"
	 ",text,q2,?,${q1} > 17,,${q1} > 60,\n"
	 ",text,q3,?,,,no,true\n",
	 "q1 integer label=\"?\" constraint={. > 0 and . < 120} "
	 "required={true()}\n"
	 "q2 text label=\"?\" relevant={${q1} > 17} required={${q1} > 60}\n"
	 "q3 text label=\"?\" readonly={true()}\n",
	 ""},
	{"a question may refer to one below", "type,name,label,relevant",
	 ",text,q1,?,${q2} = 'x'\n,text,q2,?\n",
	 "q1 text label=\"?\" relevant={${q2} = 'x'}\nq2 text label=\"?\"\n",
	 ""},
	{"messages and hints",
	 "type,name,label,hint,guidance_hint,constraint,constraint_message,"
	 "required,required_message",
	 ",integer,q,?,h,g,. > 0,m,yes,r\n",
	 "q integer label=\"?\" hint=\"h\" guidance=\"g\" constraint={. > 0} "
	 "unless=\"m\" required={true()} because=\"r\"\n",
	 ""},
	{"defaults", "type,name,label,default",
	 ",select_one l,q1,?,a\n,select_multiple l,q2,?,c a\n"
	 ",integer,q3,?,-3\n,date,q4,?,2026-12-14\n"
	 ",text,q5,?,Smith (HR) - 2\n,integer,q6,?,1 + 2\n"
	 ",text,q7,?,\"concat(${q1}, 'x')\"\n,integer,q8,?,5 div 5\n"
	 ",text,q9,?,3 mod 3\n,text,q10,?,7 - 4\n,text,q11,?,a - b\n"
	 ",text,q12,?,a-b\n,text,q13,?,2020-01-01\n,decimal,q14,?,-1.5\n"
	 ",text,q15,?,+44 20\n",
	 "q1 select_one l(4) label=\"?\" default=\"a\"\n"
	 "q2 select_multiple l(4) label=\"?\" default=\"c a\"\n"
	 "q3 integer label=\"?\" default=\"-3\"\n"
	 "q4 date label=\"?\" default=\"2026-12-14\"\n"
	 "q5 text label=\"?\" default=\"Smith (HR) - 2\"\n"
	 "q6 integer label=\"?\" default={1 + 2}\n"
	 "q7 text label=\"?\" default={concat(${q1}, 'x')}\n"
	 "q8 integer label=\"?\" default={5 div 5}\n"
	 "q9 text label=\"?\" default={3 mod 3}\n"
	 "q10 text label=\"?\" default={7 - 4}\n"
	 "q11 text label=\"?\" default=\"a - b\"\n"
	 "q12 text label=\"?\" default=\"a-b\"\n"
	 "q13 text label=\"?\" default=\"2020-01-01\"\n"
	 "q14 decimal label=\"?\" default=\"-1.5\"\n"
	 "q15 text label=\"?\" default=\"+44 20\"\n",
	 ""},
	{"a calculation may rest on chance", "type,name,calculation",
	 ",calculate,q,once(int(random() * 3))\n",
	 "q calculate calculation={once(int(random() * 3))}\n", ""},
	{"a condition may rest on the date",
	 "type,name,label,relevant,constraint",
	 ",date,q,?,today() > '2026-01-01',. < today()\n",
	 "q date label=\"?\" relevant={today() > '2026-01-01'} "
	 "constraint={. < today()}\n",
	 ""},
	{"a filter", "type,name,label,choice_filter",
	 ",text,q1,?\n,select_one l,q2,?,name != ${q1}\n",
	 "q1 text label=\"?\"\n"
	 "q2 select_one l(4) label=\"?\" filter={name != ${q1}}\n",
	 ""},
	{"random order", "type,name,label,parameters",
	 ",select_one l,q1,?,randomize=true\n"
	 ",select_one l,q2,?,randomize = true; seed = 42\n"
	 ",select_one l,q3,?,\"Randomize=true,seed=${q1}\"\n"
	 ",select_one l,q4,?,randomize=false\n",
	 "q1 select_one l(4) label=\"?\" random\n"
	 "q2 select_one l(4) label=\"?\" random seed={42}\n"
	 "q3 select_one l(4) label=\"?\" random seed={${q1}}\n"
	 "q4 select_one l(4) label=\"?\"\n",
	 ""},
	{"ranges", "type,name,label,parameters",
	 ",range,q1,?,start=0 end=10 step=2\n"
	 ",range,q2,?,start=5 end=-5 step=0.5\n,range,q3,?,end=1 start=0 "
	 "step=0.1\n",
	 "q1 range label=\"?\" 0..10/2\nq2 range label=\"?\" 5..-5/0.5\n"
	 "q3 range label=\"?\" 0..1/0.1\n",
	 ""},
	{"appearances", "type,name,label,appearance",
	 ",text,q1,?,multiline\n,select_one l,q2,?,columns-3 w4 quick\n",
	 "q1 text label=\"?\" multiline\nq2 select_one l(4) label=\"?\"\n", ""},
	{"options along a scale, of which one is chosen",
	 "type,name,label,appearance",
	 ",select_one l,q1,?,minimal Likert\n"
	 ",select_multiple l,q2,?,likert\n,integer,q3,?,likert\n",
	 "q1 select_one l(4) label=\"?\" ordered\n"
	 "q2 select_multiple l(4) label=\"?\"\nq3 integer label=\"?\"\n",
	 ""},
	{"a hint is enough", "type,name,label,hint", ",text,q,,h\n",
	 "q text hint=\"h\"\n", ""},
	{"texts that name questions", "type,name,label",
	 ",text,q1,?\n,note,q2,You are ${q1}; $5 {x}\n",
	 "q1 text label=\"?\"\nq2 note label=\"You are ${q1}; $5 {x}\"\n", ""},
	{"roles and keys",
	 "type,name,label,kq_role,kq_topic,kq_key,kq_points,kq_partial,"
	 "kq_misconception,kq_risk,kq_basis,kq_source,kq_why,kq_confirmed",
	 ",select_one l,q1,?,knowledge,PUB,b,2,,a=ANON c=CLOSED,4,,S,W,\n"
	 ",select_multiple l,q2,?,Knowledge,SET,a b,,per-choice,,,LAW,,,\n"
	 ",integer,q3,?,knowledge,,18..65\n,decimal,q4,?,knowledge,,..2.5\n"
	 ",range,q5,?,knowledge,,7\n"
	 ",select_one l,q6,?,knowledge,,a,,,,,policy\n"
	 ",select_one l,q7,?,knowledge,,a,,,,,POLICY,,,\"Jo, 2026-01-02\"\n",
	 "q1 select_one l(4) label=\"?\" role=knowledge topic=\"PUB\" key=b "
	 "points=2 mis:a=ANON mis:c=CLOSED risk=4 source=\"S\" why=\"W\" "
	 "scored\n"
	 "q2 select_multiple l(4) label=\"?\" role=knowledge topic=\"SET\" "
	 "key=a+b partial=per-choice basis=LAW scored\n"
	 "q3 integer label=\"?\" role=knowledge low=18 high=65 scored\n"
	 "q4 decimal label=\"?\" role=knowledge low=any high=2.5 scored\n"
	 "q5 range label=\"?\" 1..10/1 role=knowledge low=7 high=7 scored\n"
	 "q6 select_one l(4) label=\"?\" role=knowledge key=a basis=POLICY\n"
	 "q7 select_one l(4) label=\"?\" role=knowledge key=a basis=POLICY "
	 "confirmed=\"Jo, 2026-01-02\" scored\n",
	 ""},
	{"other columns of ours",
	 "type,name,label,kq_role,kq_for,kq_risky,kq_exposes,kq_scored,kq_max,"
	 "kq_missing,kq_pin,kq_exclusive,kq_key",
	 ",select_one l,k,?,knowledge,,,,no,,dk=dontknow,dk,,a\n"
	 ",select_one l,s,?,certainty,k\n"
	 ",select_multiple l,h,?,habit,k,a b,PUB  SET,,,"
	 "c=notapplicable dk=refused,,dk\n"
	 ",text,o,?,open,,,,,200\n,select_one yn,g,?,segment\n",
	 "k select_one l(4) label=\"?\" pin=dk missing:dk=dontknow "
	 "role=knowledge key=a\n"
	 "s select_one l(4) label=\"?\" role=certainty for=k\n"
	 "h select_multiple l(4) label=\"?\" exclusive=dk "
	 "missing:c=notapplicable missing:dk=refused role=habit for=k "
	 "risky=a+b exposes=\"PUB SET\"\n"
	 "o text label=\"?\" max=200 role=open\n"
	 "g select_one yn(2) label=\"?\" segment\n",
	 ""},
	{"a disabled row", "type,name,label,disabled",
	 ",text,q1,?,yes\n,text,q2,?,no\n", "q2 text label=\"?\"\n",
	 "f.csv:3:E disabled: note: row is disabled, so it is not used\n"},
	{"a comment row", "type,name,label,hint", ",,,,ask Jo\n,text,q,?\n",
	 "q text label=\"?\"\n",
	 "f.csv:3: note: row without type, name and label is not used\n"},
	{"a column that is not ours", "type,name,label,remark,hnt",
	 ",text,q,?,x\n,text,r,?,,y\n",
	 "q text label=\"?\"\nr text label=\"?\"\n",
	 "f.csv:3:E remark: note: column 'remark' is not used\n"
	 "f.csv:4:F hnt: note: column 'hnt' is not used; did you mean "
	 "'hint'?\n"},
	{"a picture", "type,name,label,image", ",text,q,?,x.png\n",
	 "q text label=\"?\"\n",
	 "f.csv:3:E image: note: column 'image' is not used: a terminal shows "
	 "text only\n"},
	{"a look we do not have", "type,name,label,appearance",
	 ",date,q,?,year\n", "q date label=\"?\"\n",
	 "f.csv:3:E appearance: note: appearance 'year' is not used\n"},
	{"a parameter we do not have", "type,name,label,parameters",
	 ",text,q,?,rows=3\n,range,r,?,end=5 tick_interval=1\n",
	 "q text label=\"?\"\nr range label=\"?\" 1..5/1\n",
	 "f.csv:3:E parameters: note: parameter 'rows' is not used\n"
	 "f.csv:4:E parameters: note: parameter 'tick_interval' is not used\n"},
	{"what has no effect", "type,name,label,required,choice_filter",
	 ",note,q1,?,yes\n,text,q2,?,,name = 'a'\n,note,q3,?,no\n",
	 "q1 note label=\"?\"\nq2 text label=\"?\"\nq3 note label=\"?\"\n",
	 "f.csv:3:E required: note: required has no effect on a note\n"
	 "f.csv:4:F choice_filter: note: choice_filter has no effect on a "
	 "text\n"},
	{"a trigger", "type,name,calculation,trigger",
	 ",hidden,q1,\n,calculate,q2,1,${q1}\n",
	 "q1 hidden\nq2 calculate calculation={1}\n",
	 "f.csv:4:E trigger: warning: trigger is not used; the calculation is "
	 "made anew at every change\n"},
	{"an end by another name", "type,name,label",
	 ",begin group,g,G\n,text,q,?\n,end group,h\n",
	 "q text in=g label=\"?\"\n",
	 "f.csv:5:C name: warning: this ends group 'g', not 'h'; look whether "
	 "an end is missing\n"},
	{"what has no effect on a group",
	 "type,name,label,kq_topic,required,relevant,appearance,hint",
	 ",begin group,g,G,PUB,no,1 = 1,field-list w3 odd,h\n,text,q,?\n"
	 ",end group,,,,yes,1 = 2\n",
	 "q text in=g label=\"?\"\n",
	 "f.csv:3:E kq_topic: note: kq_topic has no effect on a group\n"
	 "f.csv:3:H appearance: note: appearance 'odd' is not used\n"
	 "f.csv:3:I hint: note: hint has no effect on a group\n"
	 "f.csv:5:F required: note: required has no effect on the end of a "
	 "group\n"
	 "f.csv:5:G relevant: note: relevant has no effect on the end of a "
	 "group\n"},
	{"a calculation with nothing to read is not asked",
	 "type,name,label,calculation,read_only",
	 ",integer,q1,,1 + 1,yes\n,text,q2,?,1 + 1,yes\n"
	 ",select_one l or_other,q3,,'a'\n",
	 "q1 calculate readonly={true()} calculation={1 + 1}\n"
	 "q2 text label=\"?\" readonly={true()} calculation={1 + 1}\n"
	 "q3 calculate calculation={'a'}\n",
	 "f.csv:3:E calculation: note: 'q1' has no label, so it is calculated "
	 "and not asked\n"
	 "f.csv:5:E calculation: note: 'q3' has no label, so it is calculated "
	 "and not asked\n"},
	{"columns of one language under two names",
	 "type,name,label::English,Label::english,hint::English,hint",
	 ",text,q,a,b,c,d\n", "q text label=\"b\" hint=\"d\"\n",
	 "f.csv:3:E Label::english: note: 'Label::english' and "
	 "'label::English' in column D are both in 'English'; where a row has "
	 "both, this one counts\n"
	 "f.csv:3:G hint: note: 'hint' and 'hint::English' in column F are both "
	 "in 'English'; where a row has both, this one counts\n"},
	{"types with blanks that do not break", "type,name,label",
	 ",select_one\xc2\xa0l,q1,?\n,begin \xc2\xa0group,g,G\n"
	 ",text,q2,?\n,end\xc2\xa0group\n",
	 "q1 select_one l(4) label=\"?\"\nq2 text in=g label=\"?\"\n", ""},
	{"blanks around a name in braces",
	 "type,name,label,relevant,calculation",
	 ",select_one l,q1,?\n,text,q2,${ q1 } and ${q1 }?,${ q1 } = 'a'\n"
	 ",calculate,q3,,,\"jr:choice-name(${ q1 }, '${ q1 }')\"\n",
	 "q1 select_one l(4) label=\"?\"\n"
	 "q2 text label=\"${ q1 } and ${q1 }?\" relevant={${ q1 } = 'a'}\n"
	 "q3 calculate calculation={jr:choice-name(${ q1 }, '${ q1 }')}\n",
	 ""},
	{"a count without a repeat", "type,name,label,repeat_count",
	 ",text,q,?,3\n", "q text label=\"?\"\n",
	 "f.csv:3:E repeat_count: note: repeat_count has no effect on a "
	 "text\n"},
};

static char *
whole(const char *header, const char *rows, const char *behind)
{
	struct text t = TEXT_INIT;

	text_addf(&t, "survey\n,%s\n%s%s", header, rows, behind);
	return text_take(&t);
}

static void
accepts(void **state)
{
	struct text out = TEXT_INIT;
	struct form *form;
	char *csv, *said;
	size_t i;

	for (i = 0; i < COUNT(accepted); i++) {
		csv = whole(accepted[i].header, accepted[i].rows, CHOICES);
		form = build(csv, NULL, NULL, &said);
		assert_text(said, accepted[i].problems, accepted[i].what);
		assert_case(form != NULL, accepted[i].what);
		text_clear(&out);
		form_tell_questions(form, TOLD_ALL, &out);
		assert_text(text_get(&out), accepted[i].questions,
			    accepted[i].what);
		form_free(form);
		free(said);
		free(csv);
	}
	text_release(&out);
}

/* ------------------------------------------------------------ refused rows */

#define NOT_HERE "' is not available: "
#define TELLS	 "it helps to tell who answered; delete the row\n"

static const struct {
	const char *what, *header, *rows, *problems;
} refused[] = {
	{"no type", "type,name,label", ",,q,?\n,,,?\n",
	 "f.csv:3:B type: no type; write one, or empty the row\n"
	 "f.csv:4:B type: no type; write one, or empty the row\n"},
	{"an unknown type", "type,name,label",
	 ",texxt,q,?\n,slect_one l,r,?\n"
	 ",xyzzy,s,?\n",
	 "f.csv:3:B type: unknown type 'texxt'; did you mean 'text'?\n"
	 "f.csv:4:B type: unknown type 'slect_one l'; did you mean "
	 "'select_one'?\n"
	 "f.csv:5:B type: unknown type 'xyzzy'; write one such as select_one "
	 "LIST, integer or text\n"},
	{"what identifies people", "type,name,label",
	 ",start,a\n,end,b\n,today,c\n,deviceid,d\n,username,e\n"
	 ",phonenumber,f\n,email,g\n,audit,h\n",
	 "f.csv:3:B type: type 'start" NOT_HERE TELLS
	 "f.csv:4:B type: type 'end" NOT_HERE TELLS
	 "f.csv:5:B type: type 'today" NOT_HERE TELLS
	 "f.csv:6:B type: type 'deviceid" NOT_HERE TELLS
	 "f.csv:7:B type: type 'username" NOT_HERE TELLS
	 "f.csv:8:B type: type 'phonenumber" NOT_HERE TELLS
	 "f.csv:9:B type: type 'email" NOT_HERE TELLS
	 "f.csv:10:B type: type 'audit" NOT_HERE TELLS},
	{"what a terminal cannot do", "type,name,label",
	 ",geopoint,a,?\n,image,b,?\n,barcode,c,?\n,file,d,?\n,time,e,?\n"
	 ",dateTime,f,?\n,select_one_from_file x.csv,g,?\n"
	 ",select_one x.csv,h,?\n,csv-external,i\n",
	 "f.csv:3:B type: type 'geopoint" NOT_HERE
	 "it tells where people are; ask for an area with select_one\n"
	 "f.csv:4:B type: type 'image" NOT_HERE
	 "a terminal cannot record or show it; delete the row\n"
	 "f.csv:5:B type: type 'barcode" NOT_HERE
	 "a terminal has no such thing; use 'text', or delete the row\n"
	 "f.csv:6:B type: type 'file" NOT_HERE
	 "a terminal cannot record or show it; delete the row\n"
	 "f.csv:7:B type: type 'time" NOT_HERE
	 "ask the date with 'date', or use 'text'\n"
	 "f.csv:8:B type: type 'dateTime" NOT_HERE
	 "ask the date with 'date', or use 'text'\n"
	 "f.csv:9:B type: type 'select_one_from_file x.csv" NOT_HERE
	 "choices come from the choices sheet; put them there and write "
	 "'select_one LIST'\n"
	 "f.csv:10:B type: type 'select_one x.csv" NOT_HERE
	 "choices come from the choices sheet; put them there and write "
	 "'select_one LIST'\n"
	 "f.csv:11:B type: type 'csv-external" NOT_HERE
	 "choices come from the choices sheet; put them there and write "
	 "'select_one LIST'\n"},
	{"repeats and loops, with what is in them", "type,name,label",
	 ",begin repeat,r,?\n,text,q1,${q2}\n,end repeat\n"
	 ",begin loop over l,o,?\n,end loop\n",
	 "f.csv:3:B type: type 'begin repeat" NOT_HERE
	 "ask each time with a question of its own\n"
	 "f.csv:4:D label: there is no question '${q2}'; did you mean "
	 "'${q1}'?\n"
	 "f.csv:6:B type: type 'begin loop over l" NOT_HERE
	 "write the questions out once for each choice\n"},
	{"groups that do not end", "type,name,label",
	 ",begin group,g,G\n,begin group,h,H\n,text,q,?\n",
	 "f.csv:3:B type: the group that begins here never ends; add "
	 "end_group\n"
	 "f.csv:4:B type: the group that begins here never ends; add "
	 "end_group\n"},
	{"an end too many", "type,name,label", ",text,q,?\n,end group\n",
	 "f.csv:4:B type: 'end group' ends nothing; delete the row, or add the "
	 "begin_group above it\n"},
	{"the end of a repeat, which cannot begin", "type,name,label",
	 ",text,q,?\n,end_repeat\n",
	 "f.csv:4:B type: 'end_repeat' ends nothing; delete the row\n"},
	{"the wrong end", "type,name,label",
	 ",begin group,g,G\n,text,q,?\n,end repeat\n",
	 "f.csv:5:B type: 'end repeat' stands where the group of row 3 is to "
	 "end; write end_group\n"},
	{"no name", "type,name,label",
	 ",text,,?\n,begin group,,G\n,end group\n",
	 "f.csv:3:C name: no name; write a short one, such as q1\n"
	 "f.csv:4:C name: no name; write a short one, such as q1\n"},
	{"names that are none", "type,name,label",
	 ",text,1q,?\n,text,a b,?\n,text,a:b,?\n,text,"
	 "a234567890123456789012345678901234567890123456789012345678901234"
	 "5,?\n",
	 "f.csv:3:C name: name '1q' begins with a sign that no name may begin "
	 "with; begin with a letter or _\n"
	 "f.csv:4:C name: name 'a b' holds a sign that no name may hold; use "
	 "letters, digits, _, - and .\n"
	 "f.csv:5:C name: name 'a:b' holds a sign that no name may hold; use "
	 "letters, digits, _, - and .\n"
	 "f.csv:6:C name: name "
	 "'a234567890123456789012345678901234567890123456789012345678901234"
	 "5' is longer than 64 bytes; shorten it\n"},
	{"a name twice", "type,name,label", ",text,q,?\n,text,q,?\n,text,Q,?\n",
	 "f.csv:4:C name: question 'q' is there already (row 3); rename one of "
	 "them\n"
	 "f.csv:5:C name: question 'Q' differs from 'q' (row 3) only in "
	 "capitals; rename one of them\n"},
	{"a name in two groups that is referred to", "type,name,label,relevant",
	 ",begin group,g1,G\n,note,q,?\n,end group\n"
	 ",begin group,g2,G\n,note,q,?\n,end group\n"
	 ",text,r,${q},${q} = 'x'\n",
	 "f.csv:7:C name: note: question 'q' is there already (row 4), in "
	 "another group; here it is called 'g2_q'\n"
	 "f.csv:9:D label: '${q}' is the name of several questions (see row "
	 "4); rename the one that is meant\n"
	 "f.csv:9:E relevant: '${q}' is the name of several questions (see row "
	 "4); rename the one that is meant\n"},
	{"no list", "type,name,label",
	 ",select_one,q1,?\n,select_one m,q2,?\n,rank nowhere,q3,?\n"
	 ",rank l or_other,q4,?\n",
	 "f.csv:3:B type: 'select_one' names no list of choices; write "
	 "'select_one LIST'\n"
	 "f.csv:4:B type: there is no list 'm' on the choices sheet; add its "
	 "choices there\n"
	 "f.csv:5:B type: there is no list 'nowhere' on the choices sheet; add "
	 "its choices there\n"
	 "f.csv:6:B type: a rank cannot have or_other; delete it\n"},
	{"or_other with a filter, and a name it takes",
	 "type,name,label,choice_filter",
	 ",select_one l or_other,q,?,name = 'a'\n,text,q_other,?\n",
	 "f.csv:3:E choice_filter: choice_filter does not go with or_other; "
	 "delete one of them\n"
	 "f.csv:4:C name: question 'q_other' is there already (row 3); rename "
	 "one of them\n"},
	{"a table with two lists", "type,name,label,appearance",
	 ",begin group,g,G,table-list\n,select_one l,q1,?\n"
	 ",select_one yn,q2,?\n,end group\n",
	 "f.csv:5:B type: the questions of a table-list share one list, 'l'; "
	 "use it here, or end the group before\n"},
	{"no label", "type,name,label", ",text,q,\n,note,,\n",
	 "f.csv:3:D label: 'q' has no label; write what people are to read\n"
	 "f.csv:4:D label: no label; write what people are to read\n"},
	{"no calculation", "type,name,calculation", ",calculate,q,\n",
	 "f.csv:3:D calculation: 'q' has no calculation; write one, or delete "
	 "the row\n"},
	{"broken expressions",
	 "type,name,label,relevant,constraint,required,calculation,default,"
	 "choice_filter",
	 ",text,q,?,${qq} = 1,selectd(.),yess,1 +,f(x)\n"
	 ",select_one l,r,?,,,,,,colour = 'red'\n",
	 "f.csv:3:E relevant: character 1: there is no question '${qq}'; add "
	 "it, or correct the name\n"
	 "f.csv:3:F constraint: character 1: unknown function 'selectd', did "
	 "you mean 'selected'?\n"
	 "f.csv:3:G required: character 1: bare word 'yess'; put a text into "
	 "quotes, write ${name} for a question\n"
	 "f.csv:3:H calculation: character 4: expected a question, a text "
	 "or a number, found the end\n"
	 "f.csv:3:I default: character 1: unknown function 'f', did you mean "
	 "'if'?\n"
	 "f.csv:4:J choice_filter: character 1: list 'l' has no column "
	 "'colour'; add it to the choices, or put a text into quotes\n"},
	{"an answer that rests on itself",
	 "type,name,label,relevant,calculation",
	 ",text,a,?,${b} = 1\n,text,b,?,${c} = 1\n,calculate,c,,,${a}\n"
	 ",text,d,?,. = 1\n",
	 "f.csv:5:F calculation: an answer would rest on itself: a needs b "
	 "needs c needs a; take one of them out\n"
	 "f.csv:6:E relevant: an answer would rest on itself: d needs d; take "
	 "one of them out\n"},
	{"a group that rests on what is in it", "type,name,label,relevant",
	 ",begin group,g,G,${q} = 'x'\n,text,q,?\n,text,r,?\n,end group\n",
	 "f.csv:3:E relevant: an answer would rest on itself: q needs q; take "
	 "one of them out\n"},
	{"values that rest on the time", "type,name,label,calculation,default",
	 ",calculate,q1,,\"format-date(today(), '%Y')\"\n"
	 ",calculate,q2,,now()\n,text,q3,?,,uuid()\n,date,q4,?,,today()\n",
	 "f.csv:3:E calculation: the value kept for 'q1' would rest on today(), "
	 "which helps to tell who answered; use today() in relevant or "
	 "constraint only\n"
	 "f.csv:4:E calculation: the value kept for 'q2' would rest on now(), "
	 "which helps to tell who answered; use now() in relevant or "
	 "constraint only\n"
	 "f.csv:5:F default: the value kept for 'q3' would rest on uuid(), "
	 "which helps to tell who answered; use uuid() in relevant or "
	 "constraint only\n"
	 "f.csv:6:F default: the value kept for 'q4' would rest on today(), "
	 "which helps to tell who answered; use today() in relevant or "
	 "constraint only\n"},
	{"defaults that are no answers", "type,name,label,default",
	 ",select_one l,q1,?,x\n,select_multiple l,q2,?,a x\n"
	 ",integer,q3,?,1.5\n,decimal,q4,?,ten\n,date,q5,?,14.12.2026\n"
	 ",range,q6,?,-1\n,range,q7,?,1.5\n,range,q8,?,10.0\n"
	 ",acknowledge,q9,?,yes\n,note,q10,?,x\n",
	 "f.csv:3:E default: default 'x' is no answer to a select_one; write "
	 "the name of one of its choices\n"
	 "f.csv:4:E default: default 'a x' is no answer to a select_multiple; "
	 "write names of its choices\n"
	 "f.csv:5:E default: default '1.5' is no answer to an integer; write a "
	 "whole number\n"
	 "f.csv:6:E default: default 'ten' is no answer to a decimal; write a "
	 "number\n"
	 "f.csv:7:E default: default '14.12.2026' is no answer to a date; "
	 "write a date such as 2026-12-14\n"
	 "f.csv:8:E default: default '-1' is no answer to a range; write one "
	 "of its steps\n"
	 "f.csv:9:E default: default '1.5' is no answer to a range; write one "
	 "of its steps\n"
	 "f.csv:11:E default: default 'yes' is no answer to an acknowledge; "
	 "write OK\n"
	 "f.csv:12:E default: note: default has no effect on a note\n"},
	{"parameters that do not fit", "type,name,label,parameters",
	 ",select_one l,q1,?,seed=1\n,select_one l,q2,?,randomize=maybe\n"
	 ",select_one l,q3,?,randomize\n,select_one l,q4,?,randomize=true "
	 "seed=soon\n"
	 ",range,q5,?,start=x\n,range,q6,?,start=1 end=10 step=4\n"
	 ",range,q7,?,step=0\n,range,q8,?,start=3 end=3\n",
	 "f.csv:3:E parameters: a seed needs randomize=true beside it; add it, "
	 "or delete the seed\n"
	 "f.csv:4:E parameters: randomize=maybe; write true or false\n"
	 "f.csv:5:E parameters: 'randomize' is not a parameter; write "
	 "name=value\n"
	 "f.csv:6:E parameters: character 1: bare word 'soon'; put a text into "
	 "quotes, write ${name} for a question\n"
	 "f.csv:7:E parameters: start=x is not a number; write one such as "
	 "start=1\n"
	 "f.csv:8:E parameters: the step does not lead from start to end; "
	 "choose one that divides the range\n"
	 "f.csv:9:E parameters: step=0; write how far apart the steps are\n"
	 "f.csv:10:E parameters: start and end are the same; a range needs two "
	 "ends\n"},
	{"parameters nobody knows", "type,name,label,parameters",
	 ",range,q1,?,min=1 max=5\n,select_one l,q2,?,randomise=true\n",
	 "f.csv:3:E parameters: unknown parameter 'min'; write start, end or "
	 "step, or delete it\n"
	 "f.csv:3:E parameters: unknown parameter 'max'; write start, end or "
	 "step, or delete it\n"
	 "f.csv:4:E parameters: unknown parameter 'randomise'; write randomize "
	 "or seed, or delete it\n"},
	{"a search in a file", "type,name,label,appearance",
	 ",select_one l,q,?,search('x')\n"
	 ",select_one l,r,?,minimal search('x')\n",
	 "f.csv:3:E appearance: search() reads a file beside the form, which "
	 "is not available: put the choices on the choices sheet\n"
	 "f.csv:4:E appearance: search() reads a file beside the form, which "
	 "is not available: put the choices on the choices sheet\n"},
	{"texts that name no question", "type,name,label,hint",
	 ",text,q,You are ${p},Write ${\n",
	 "f.csv:3:D label: there is no question '${p}'; add it, or correct the "
	 "name\n"
	 "f.csv:3:E hint: '${' is not closed; write ${name}\n"},
	{"an unknown column of ours", "type,name,label,kq_rol,kq_zzzzzz",
	 ",text,q,?,open,y\n",
	 "f.csv:3:E kq_rol: unknown column 'kq_rol'; did you mean 'kq_role'?\n"
	 "f.csv:3:F kq_zzzzzz: unknown column 'kq_zzzzzz'; delete it, or "
	 "correct its name\n"},
	{"columns by choice that name none",
	 "type,name,label,kq_role,kq_key,kq_misconception,kq_risky,kq_missing,"
	 "kq_pin,kq_exclusive",
	 ",select_one l,q1,?,knowledge,d,b=,a a,dk=maybe,e,dk\n"
	 ",select_one l,q2,?,knowledge,a dk,a=X b=Y b=Z,,dk=dontknow\n"
	 ",text,q3,?,knowledge,a,a=X,a,a=refused,a,a\n"
	 ",rank l,q4,?,knowledge,a\n",
	 "f.csv:3:F kq_key: 'd' is not a choice of list 'l'; did you mean "
	 "'dk'?\n"
	 "f.csv:3:G kq_misconception: 'b=' is not of the form choice=word; "
	 "write it so, without blanks around the =\n"
	 "f.csv:3:H kq_risky: 'a' stands there twice; delete one\n"
	 "f.csv:3:I kq_missing: 'maybe' is not known here; write dontknow, "
	 "refused or notapplicable\n"
	 "f.csv:3:J kq_pin: 'e' is not a choice of list 'l'; write names from "
	 "its column name\n"
	 "f.csv:3:K kq_exclusive: kq_exclusive needs a select_multiple; empty "
	 "the cell\n"
	 "f.csv:4:F kq_key: 'dk' is in kq_missing, so it cannot be right; take "
	 "it out of one of them\n"
	 "f.csv:4:G kq_misconception: 'a' is right (kq_key), so it is no "
	 "misconception; take it out of one of them\n"
	 "f.csv:4:G kq_misconception: 'b' stands there twice; delete one\n"
	 "f.csv:5:F kq_key: a text cannot have a key; empty the cell, or ask "
	 "with select_one\n"
	 "f.csv:5:G kq_misconception: kq_misconception needs a question with "
	 "choices; empty the cell\n"
	 "f.csv:5:H kq_risky: kq_risky needs a question with choices; empty "
	 "the cell\n"
	 "f.csv:5:I kq_missing: kq_missing needs a question with choices; "
	 "empty the cell\n"
	 "f.csv:5:J kq_pin: kq_pin needs a question with choices; empty the "
	 "cell\n"
	 "f.csv:5:K kq_exclusive: kq_exclusive needs a question with choices; "
	 "empty the cell\n"
	 "f.csv:6:F kq_key: a rank cannot have a key; empty the cell\n"},
	{"words and numbers of ours",
	 "type,name,label,kq_role,kq_key,kq_points,kq_partial,kq_for,kq_risk,"
	 "kq_basis,kq_scored,kq_max,kq_topic",
	 ",integer,q1,?,knowlege,9..1,0,some,q9,6,RULE,perhaps,10,A B\n"
	 ",text,q2,?,open,,,,q2,,,,1001\n,integer,q3,?,,x..\n",
	 "f.csv:3:E kq_role: 'knowlege' is not known here; write knowledge, "
	 "certainty, habit, attitude, access, view, segment or open\n"
	 "f.csv:3:F kq_key: '9..1' is not a range of numbers; write one such "
	 "as 18..65\n"
	 "f.csv:3:G kq_points: '0' is not a number of points; write one above "
	 "0, at most 1000\n"
	 "f.csv:3:H kq_partial: 'some' is not known here; write none, all or "
	 "per-choice\n"
	 "f.csv:3:I kq_for: there is no question 'q9'; did you mean 'q1'?\n"
	 "f.csv:3:J kq_risk: '6' is not a risk; write a whole number from 1 to "
	 "5\n"
	 "f.csv:3:K kq_basis: 'RULE' is not known here; write GENERAL, LAW or "
	 "POLICY\n"
	 "f.csv:3:L kq_scored: 'perhaps'; write yes or no\n"
	 "f.csv:3:M kq_max: kq_max needs a text question; empty the cell\n"
	 "f.csv:3:N kq_topic: 'A B' is more than one topic; write one code\n"
	 "f.csv:4:I kq_for: a question cannot be for itself; name another\n"
	 "f.csv:4:M kq_max: '1001' is not a length; write a whole number from "
	 "1 to 1000\n"
	 "f.csv:5:F kq_key: 'x..' is not a range of numbers; write one such as "
	 "18..65\n"},
	{"segments", "type,name,label,kq_role",
	 ",text,q0,?,segment\n,select_one yn,q1,?,segment\n"
	 ",select_one yn,q2,?,segment\n,select_one yn,q3,?,segment\n"
	 ",select_one yn,q4,?,segment\n,select_one yn,q5,?,segment\n",
	 "f.csv:3:E kq_role: a segment needs a select_one; ask it so, or give "
	 "another role\n"
	 "f.csv:8:E kq_role: this is segment question 5, and more than 4 would "
	 "make people known; give it another role, or delete it\n"},
};

static void
refuses(void **state)
{
	struct form *form;
	char *csv, *said;
	size_t i;

	for (i = 0; i < COUNT(refused); i++) {
		csv = whole(refused[i].header, refused[i].rows, CHOICES);
		form = build(csv, NULL, NULL, &said);
		assert_text(said, refused[i].problems, refused[i].what);
		assert_case(form == NULL, refused[i].what);
		free(said);
		free(csv);
	}
}

/* ------------------------------------------------------------ other sheets */

static const struct {
	const char *what, *csv, *problems;
} sheets[] = {
	{"nothing", "",
	 "f.csv:1:A: there is no survey sheet; write survey into column A "
	 "above the column names type, name and label\n"},
	{"rows before the first sheet, and what is wrong behind them",
	 ",x\nsurvey\n,type,name,label\n,text,q,?\n,texxt,r,?\n",
	 "f.csv:1:A: no sheet has begun; write survey into column A above the "
	 "column names\n"
	 "f.csv:5:B type: unknown type 'texxt'; did you mean 'text'?\n"},
	{"rows before the first sheet alone",
	 ",x\nsurvey\n,type,name,label\n,text,q,?\n",
	 "f.csv:1:A: no sheet has begun; write survey into column A above the "
	 "column names\n"},
	{"a file that breaks off is told once",
	 "survey\n,type,name,label\n,begin group,g,?\n,text,q,caf\xe9\n",
	 "f.csv:4:D: the text is not UTF-8; save the file as \"CSV UTF-8\"\n"},
	{"a survey without rows", "survey\n,type,name,label\n",
	 "f.csv:1:A: the survey sheet has no rows; write a question below its "
	 "column names\n"},
	{"a survey without types", "survey\n,name,label\n,q,?\n",
	 "f.csv:3: the survey sheet has no column 'type'; add it to its "
	 "header\n"},
	{"choices that are incomplete",
	 "survey\n,type,name,label\n,text,q,?\nchoices\n,list_name,name,label\n"
	 ",,a,A\n,l,,B\n,,,C\n,l,a b,D\n,l,c,E\n,l,c,F\n",
	 "f.csv:6:B list_name: choice 'a' has no list_name; write the list it "
	 "belongs to\n"
	 "f.csv:7:C name: choice without a name in list 'l'; write a short "
	 "one, such as a\n"
	 "f.csv:8: note: row without list_name and name is not used\n"
	 "f.csv:9:C name: choice name 'a b' has a blank in it; write _ "
	 "instead, as answers are names with blanks between them\n"
	 "f.csv:11:C name: choice 'c' is in list 'l' already (row 10); rename "
	 "one of them\n"},
	{"choices without their columns",
	 "survey\n,type,name,label\n,text,q,?\nchoices\n,list,label\n,l,A\n",
	 "f.csv:6: the choices sheet has no column 'list_name'; add it to its "
	 "header\n"
	 "f.csv:6: the choices sheet has no column 'name'; add it to its "
	 "header\n"},
	{"doubles that are allowed elsewhere",
	 "survey\n,type,name,label\n,select_one l,q,?\n"
	 "choices\n,list_name,name,label\n,l,c,E\n,l,c,F\n"
	 "settings\n,allow_choice_duplicates\n,yes\n",
	 "f.csv:7:C name: choice 'c' is in list 'l' already (row 6); give each "
	 "a name of its own, as an answer could not tell them apart "
	 "(allow_choice_duplicates is not available)\n"},
	{"a key on the choices sheet",
	 "survey\n,type,name,label\n,select_one l,q,?\n"
	 "choices\n,list_name,name,label,kq_key,my col,image\n"
	 ",l,a,A,yes,x,y.png\n",
	 "f.csv:6:E kq_key: column 'kq_key' belongs on the survey sheet; here "
	 "staff machines would get it\n"
	 "f.csv:6:F my col: note: column 'my col' is not used: a name with a "
	 "blank cannot stand in a choice_filter\n"
	 "f.csv:6:G image: note: column 'image' is not used: a terminal shows "
	 "text only\n"},
	{"choices that name no question",
	 "survey\n,type,name,label\n,select_one l,q,?\n"
	 "choices\n,list_name,name,label\n,l,a,${x}\n",
	 "f.csv:6:D label: there is no question '${x}'; add it, or correct the "
	 "name\n"},
	{"settings of others and of nobody",
	 "survey\n,type,name,label\n,text,q,?\nsettings\n,style,kq_dp,public_key\n"
	 ",pages,Jo,x\n,grid,,\n",
	 "f.csv:6:B style: note: column 'style' is not used\n"
	 "f.csv:6:C kq_dp: unknown column 'kq_dp'; did you mean 'kq_dpo'?\n"
	 "f.csv:6:D public_key: note: column 'public_key' is not used\n"
	 "f.csv:7: warning: only the first row of settings is used; delete "
	 "this one\n"},
};

static void
judges_sheets(void **state)
{
	struct form *form;
	char *said;
	size_t i;

	for (i = 0; i < COUNT(sheets); i++) {
		form = build(sheets[i].csv, NULL, NULL, &said);
		assert_text(said, sheets[i].problems, sheets[i].what);
		assert_case(form == NULL, sheets[i].what);
		free(said);
	}
}

/* -------------------------------------------------------------- whole forms */

static void
tells(const char *what, const char *csv, const char *topics,
      const char *misconceptions, const char *expected)
{
	struct text out = TEXT_INIT;
	struct form *form;
	char *said;

	form = build(csv, topics, misconceptions, &said);
	assert_text(said, "", what);
	form_tell(form, TOLD_ALL, &out);
	assert_text(text_get(&out), expected, what);
	form_free(form);
	free(said);
	text_release(&out);
}

static void
builds_whole_forms(void **state)
{
	tells("settings, groups, filter columns, companions",
	      "survey\n,type,name,label,appearance,kq_topic\n"
	      ",begin group,g,One,field-list,\n,select_one l,q,?,,PUB\n"
	      ",end group\nchoices\n,list_name,name,label,Zone\n,l,a,A,n\n"
	      ",l,b,B\nsettings\n,form_title,form_id,version,kq_organisation,"
	      "kq_contact,kq_dpo,kq_agreed_with,kq_purpose,kq_results_on,"
	      "kq_notice,kq_lawful_basis,kq_kept_until\n"
	      ",T,i,3,O,C,D,U,P,R,N,L,K\n",
	      "topic,name,plain_name,risk,cut1,cut2\n"
	      "PUB,Public,Who can see,4,0.5,0.8\nSET\n",
	      "code,label,direction\nANON,Nobody knows me,Under-cautious\n",
	      "settings title=\"T\" id=\"i\" version=\"3\" organisation=\"O\" "
	      "contact=\"C\" dpo=\"D\" agreed_with=\"U\" purpose=\"P\" "
	      "lawful_basis=\"L\" kept_until=\"K\" "
	      "results_on=\"R\" notice=\"N\"\n"
	      "language \"\" default\n"
	      "group g field-list label=\"One\"\n"
	      "list l: a label=\"A\" Zone=\"n\" b label=\"B\"\n"
	      "q select_one l(2) in=g label=\"?\" topic=\"PUB\"\n"
	      "topic PUB \"Public\" \"Who can see\" 4 0.5 0.8\n"
	      "topic SET \"SET\" \"SET\" nan nan nan\n"
	      "misconception ANON \"Nobody knows me\" under-cautious\n"
	      "key: yes\n4 \n");
	tells("languages; plain columns are in the one the settings name",
	      "survey\n,type,name,label::French (fr),label,hint::german\n"
	      ",text,q,Quoi?,What?,Bitte\n"
	      "settings\n,default_language,form_title::French (fr),form_title,"
	      "kq_purpose::french (FR),kq_purpose,kq_notice,kq_dpo::Welsh\n"
	      ",English (en),Titre,Title,Pour voir,To see,All,Neb\n",
	      NULL, NULL,
	      "settings title=\"Title\" dpo=\"Neb\" purpose=\"To see\" "
	      "notice=\"All\"\n"
	      "settings in French (fr) title=\"Titre\" dpo=\"Neb\" "
	      "purpose=\"Pour voir\" notice=\"All\"\n"
	      "language \"English (en)\" default\n"
	      "language \"French (fr)\"\nlanguage \"german\"\n"
	      "q text label=\"What?\"\"Quoi?\"- hint=--\"Bitte\"\n"
	      "key: no\n3 \n");
	tells("no default language: plain columns are in the first one named",
	      "survey\n,type,name,label::english,hint\n,select_one l,q,?,h\n"
	      "choices\n,list_name,name,label,label::French\n,l,a,A,Ah\n",
	      NULL, NULL,
	      "settings\nlanguage \"english\" default\nlanguage \"French\"\n"
	      "list l: a label=\"A\"\"Ah\"\n"
	      "q select_one l(1) label=\"?\"- hint=\"h\"-\nkey: no\n3 \n");
	tells("a language without a name, beside another",
	      "survey\n,type,name,label,label::French\n,text,q,Why?,Pourquoi?\n",
	      NULL, NULL,
	      "settings\nlanguage \"default\" default\nlanguage \"French\"\n"
	      "q text label=\"Why?\"\"Pourquoi?\"\nkey: no\n3 \n");
	tells("settings among the questions, as pyxform has them",
	      "survey\n,type,name,label\n,form_title,A title\n,text,q,?\n",
	      NULL, NULL,
	      "settings title=\"A title\"\nlanguage \"\" default\n"
	      "q text label=\"?\"\nkey: no\n4 \n");
}

static void
judges_companions(void **state)
{
	static const char survey[] =
		"survey\n,type,name,label,kq_key\n,text,q,?\n";
	struct form *form;
	char *said;

	form = build(survey,
		     "topic,risk,cut1,cut2,colour\nPUB,6,0.9,0.1,red\n,1\n"
		     "PUB\nA B\n",
		     "code,label,direction\nX,,over\nY,L,\n", &said);
	assert_null(form);
	assert_text(said,
		    "f.topics.csv:2:B risk: '6' is not a number from 1 to 5; "
		    "correct it\n"
		    "f.topics.csv:2:C cut1: cut1 is above cut2; exchange "
		    "them\n"
		    "f.topics.csv:2:E colour: note: column 'colour' is not "
		    "used\n"
		    "f.topics.csv:3:A topic: no code in column 'topic'; write "
		    "a short one\n"
		    "f.topics.csv:4:A topic: 'PUB' is there already (row 2); "
		    "delete one of them\n"
		    "f.topics.csv:5:A topic: code 'A B' holds a blank or =; "
		    "write one short word\n"
		    "f.misconceptions.csv:2:B label: 'X' has no label; write "
		    "the idea in one sentence\n"
		    "f.misconceptions.csv:2:C direction: 'over' is not a "
		    "direction; write under-cautious, over-cautious or "
		    "over-reach\n"
		    "f.misconceptions.csv:3:C direction: no direction; write "
		    "under-cautious, over-cautious or over-reach\n",
		    "companions");
	free(said);
}

/* ------------------------------------------------------------------ limits */

static void
limits(void **state)
{
	struct text csv = TEXT_INIT;
	struct form *form;
	char *said;
	int i;

	text_add(&csv, "survey\n,type,name,label\n");
	for (i = 0; i < 2000; i++)
		text_addf(&csv, ",text,q%d,?\n", i);
	form = build(text_get(&csv), NULL, NULL, &said);
	assert_text(said, "", "2,000 questions");
	assert_int_equal(form_find(form, "q1999"), 1999);
	assert_int_equal(form_find(form, "q2000"), FORM_NONE);
	assert_int_equal(form_find_n(form, "q1999", 3), 19);
	form_free(form);
	free(said);
	text_add(&csv, ",text,more,?\n");
	form = build(text_get(&csv), NULL, NULL, &said);
	assert_null(form);
	assert_text(said,
		    "f.csv:2003:C name: more than 2000 questions; shorten the "
		    "questionnaire\n",
		    "2,001 questions");
	free(said);

	text_clear(&csv);
	text_add(&csv, "survey\n,type,name,label,kq_role\n");
	text_add(&csv, ",select_one l,q1,?,segment\n");
	text_add(&csv, ",select_one l,q2,?,segment\n");
	text_add(&csv, "choices\n,list_name,name,label\n");
	for (i = 0; i < 63; i++)
		text_addf(&csv, ",l,c%d,C\n", i);
	form = build(text_get(&csv), NULL, NULL, &said);
	assert_text(said, "", "4,096 groups");
	form_free(form);
	free(said);
	text_add(&csv, ",l,c63,C\n");
	form = build(text_get(&csv), NULL, NULL, &said);
	assert_null(form);
	assert_text(said,
		    "f.csv:4:E kq_role: the segment questions so far make 4225 "
		    "groups when crossed, and 4096 are the most; use fewer "
		    "choices\n",
		    "more groups");
	free(said);

	for (i = 64; i < 2001; i++)
		text_addf(&csv, ",l,c%d,C\n", i);
	form = build(text_get(&csv), NULL, NULL, &said);
	assert_null(form);
	assert_has(said,
		   "f.csv:2007:B list_name: more than 2000 choices in list "
		   "'l'; shorten it\n",
		   "2,001 choices");
	free(said);
	text_release(&csv);
}

/* A file that breaks off is told once, not by all that is missing then. */
static void
loads_files(void **state)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "f.csv");
	struct book *book;

	test_write(path, "survey\n,type,name,label\n,select_one l,q,\"?\n");
	assert_null(xlsform_load(path, &book, &problems, &err));
	assert_non_null(book);
	assert_int_equal(problems.n, 1);
	assert_has(problems.list[0].where, "f.csv:3:D", "place");
	book_free(book);
	problems_release(&problems);
	remove(path);
	assert_null(xlsform_load(path, &book, &problems, &err));
	assert_null(book);
	assert_has(err.text, "cannot be opened", "error");
	assert_int_equal(problems.n, 0);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts),
		cmocka_unit_test(refuses),
		cmocka_unit_test(judges_sheets),
		cmocka_unit_test(builds_whole_forms),
		cmocka_unit_test(judges_companions),
		cmocka_unit_test(limits),
		IN_A_FOLDER(loads_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

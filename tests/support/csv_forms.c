#include "tests/support/csv_forms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/book.h"
#include "questions/xlsform.h"

const char form_small[] =
	"survey\n"
	",type,name,label,hint,relevant,constraint,constraint_message,kq_max\n"
	",select_one yn,uses,Do you use any social network?,,,,,\n"
	",integer,hours,How many hours a week?,A guess will do.,"
	"${uses}='y',. <= 168,Enter at most 168 hours.,\n"
	",text,words,What would help you?,,,,,60\n"
	"choices\n"
	",list_name,name,label\n"
	",yn,y,Yes\n"
	",yn,n,No\n"
	"settings\n"
	",form_title,form_id,version\n"
	",A small survey,small,1\n";

const char form_every_type[] =
	"survey\n"
	",type,name,label::English (en),label::Cymraeg (cy),"
	"hint::English (en),relevant,appearance,parameters,kq_exclusive,"
	"kq_missing,read_only,default\n"
	",begin_group,first,First things,Pethau cyntaf,,,,,,,,\n"
	",note,hello,Welcome to this part.,Croeso.,,,,,,,,\n"
	",select_one freq,often,How often?,Pa mor aml?,Think of last month."
	",,,,,dk=dontknow,,\n"
	",select_multiple what,helped,What helped you?,Beth helpodd?,,,,,none,"
	",,\n"
	",rank what2,order,Put these in order,Rhowch mewn trefn,,,,,,,,\n"
	",end_group,,,,,,,,,,,\n"
	",begin_group,second,Second things,Ail bethau,,,,,,,,\n"
	",integer,whole,A whole number,Rhif cyfan,,,,,,,,\n"
	",decimal,part,A number,Rhif,,,,,,,,\n"
	",range,scale,From one to five,O un i bump,,,,start=1 end=5 step=1,,,,\n"
	",date,day,Which day?,Pa ddiwrnod?,,,,,,,,\n"
	",text,short,In a few words,Mewn gair,,,,,,,,\n"
	",text,long,In more words,Mwy o eiriau,,,multiline,,,,,\n"
	",acknowledge,seen,I have read this,Rwyf wedi darllen,,,,,,,,\n"
	",end_group,,,,,,,,,,,\n"
	"choices\n"
	",list_name,name,label::English (en),label::Cymraeg (cy)\n"
	",freq,daily,Every day,Bob dydd\n"
	",freq,weekly,Every week,Bob wythnos\n"
	",freq,dk,I do not know,Ddim yn gwybod\n"
	",what,course,A course,Cwrs\n"
	",what,reading,Reading,Darllen\n"
	",what,none,None of these,Dim un\n"
	",what2,a,Apples,Afalau\n"
	",what2,b,Bread,Bara\n"
	",what2,c,Cheese,Caws\n"
	"settings\n"
	",form_title,form_id,version,default_language,kq_contact,kq_agreed_with,"
	"kq_purpose,kq_results_on\n"
	",Every type,every,1,English (en),the helpdesk,HR and the unions,"
	"\"To write guidance that says what people need, at the right length.\","
	"2027-03-02\n";

const char form_pages[] =
	"survey\n"
	",type,name,label,relevant,appearance,required\n"
	",begin_group,g1,,,field-list,\n"
	",select_one truth,item,Posts can be deleted for good,,,\n"
	",select_one how,sure,How sure are you of that answer?,"
	"${item} != '' and ${item} != 'dk',,yes\n"
	",end_group,,,,,\n"
	",begin_group,g2,How far do you agree?,,table-list,\n"
	",select_one agree,s1,Guidance is clear,,,\n"
	",select_one agree,s2,Guidance is short,,,\n"
	",select_one agree,s3,Guidance is easy to find,,,yes\n"
	",end_group,,,,,\n"
	",begin_group,g3,,,table-list,\n"
	",select_one often,o1,At work,,,\n"
	",select_one often,o2,At home,,,\n"
	",end_group,,,,,\n"
	",text,words,What would help you?,,,\n"
	"choices\n"
	",list_name,name,label\n"
	",truth,y,True\n"
	",truth,n,Not true\n"
	",truth,dk,I do not know\n"
	",how,s,Sure\n"
	",how,u,Not sure\n"
	",agree,a1,Agree\n"
	",agree,a2,Neither\n"
	",agree,a3,Disagree\n"
	",often,d,Daily\n"
	",often,w,Weekly\n"
	"settings\n"
	",form_title,form_id,version\n"
	",Pages of several,pages,1\n";

const char form_oneself[] =
	"survey\n"
	",type,name,label::English (en),label::Cymraeg (cy),kq_role\n"
	",begin_group,work,Work,Gwaith\n"
	",select_one l,uses,Which do you use?,Pa un?\n"
	",end_group\n"
	",begin_group,you,About you,Amdanoch chi\n"
	",select_one l,site,Which building?,Pa adeilad?,segment\n"
	",select_one l,years,How long here?,Ers pryd?,segment\n"
	",end_group\n"
	"choices\n"
	",list_name,name,label::English (en),label::Cymraeg (cy)\n"
	",l,a,Apples,Afalau\n"
	",l,b,Bread,Bara\n"
	"settings\n"
	",form_title,form_id,version,default_language\n"
	",About you,about,1,English (en)\n";

struct form *
form_from_csv(const char *csv)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct book *book = book_parse("test.csv", csv, strlen(csv), NULL, 0,
				       NULL, 0, &problems, &err);
	struct form *form = book ? xlsform_build(book, &problems) : NULL;

	if (!form) {
		problems_print(&problems, stderr);
		fprintf(stderr, "test.csv: %s\n", err.text);
		exit(1);
	}
	problems_release(&problems);
	book_free(book);
	return form;
}

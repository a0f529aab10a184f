#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/command/command.h"
#include "analysis/command/languages.h"
#include "analysis/command/load.h"
#include "questions/bank.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

static const char *const suffixes[] = {
	".csv",
	".topics.csv",
	".misconceptions.csv",
};

enum { N_SUFFIXES = sizeof(suffixes) / sizeof(*suffixes) };

/* "standard" of "standard.csv"; 0 when the file is a companion. */
static size_t
name_length(const char *file)
{
	size_t n = strcspn(file, ".");

	return strcmp(file + n, ".csv") == 0 ? n : 0;
}

static void
list_languages(const struct form *form)
{
	bool *all = mem_new(form->n_languages, sizeof(*all));
	char *text;
	size_t i;

	for (i = 0; i < form->n_languages; i++)
		all[i] = true;
	text = languages_text(form, all, true);
	if (form->n_languages > 1)
		printf("%-15s in %s\n", "", text);
	free(text);
	free(all);
}

static void
list_one(const char *name)
{
	struct error err = ERROR_INIT;
	struct loaded l;
	char *summary;

	if (loaded_read(&l, name, &err) && l.form) {
		summary = form_summary(l.form);
		printf("%-15s %s\n", name, summary);
		list_languages(l.form);
		free(summary);
	}
	loaded_release(&l);
}

static int
list_all(void)
{
	size_t i;

	for (i = 0; i < bank_files_count; i++) {
		size_t n = name_length(bank_files[i].name);
		struct text name = TEXT_INIT;

		if (n == 0)
			continue;
		text_add_n(&name, bank_files[i].name, n);
		list_one(text_get(&name));
		text_release(&name);
	}
	return EXIT_FINE;
}

static bool
write_one(const struct bank_file *file, const char *folder, struct error *err)
{
	struct text path = TEXT_INIT;
	char *temporary = NULL;
	FILE *f = NULL;
	bool good;

	text_addf(&path, "%s/%s", folder, file->name);
	if (file_exists(text_get(&path)))
		error_set(err,
			  "%s exists; move it away or name another "
			  "folder",
			  text_get(&path));
	else
		f = file_begin(text_get(&path), 0644, &temporary, err);
	if (f)
		fwrite(file->data, 1, file->size, f);
	good = f && file_finish(f, temporary, text_get(&path), err);
	if (good)
		printf("Wrote %s.\n", text_get(&path));
	text_release(&path);
	return good;
}

static int
write_all(const char *name, const char *folder)
{
	struct error err = ERROR_INIT;
	bool made, good = true;
	size_t i;

	if (!folder_make(folder, &made, &err))
		return command_fail(&err);
	for (i = 0; good && i < N_SUFFIXES; i++) {
		const struct bank_file *file = load_ours(name, suffixes[i]);

		good = !file || write_one(file, folder, &err);
	}
	if (!good && made)
		rmdir(folder); /* unless something is in it by now */
	return good ? EXIT_FINE : command_fail(&err);
}

static int
run(int argc, char **argv)
{
	static const struct option_spec spec[] = {{"output", 'o', "DIR"}};
	const struct bank_file *file;
	struct options o;
	int code;

	if (!options_read(&command_bank, argc, argv, spec, 1, &o, &code))
		return code;
	if (o.n_rest > 1)
		return command_use(&command_bank,
				   "one questionnaire at a "
				   "time, not %zu",
				   o.n_rest);
	if (o.n_rest == 0)
		return o.value[0] ? command_use(&command_bank,
						"-o DIR needs the name of "
						"a questionnaire before it")
				  : list_all();
	file = load_ours(o.rest[0], ".csv");
	if (!file)
		return command_use(&command_bank,
				   "we ship no questionnaire "
				   "'%s'; conduct bank lists what there is",
				   o.rest[0]);
	if (o.value[0])
		return write_all(o.rest[0], o.value[0]);
	fwrite(file->data, 1, file->size, stdout);
	return EXIT_FINE;
}

const struct command command_bank = {
	"bank", "print a questionnaire we ship, to edit in a spreadsheet",
	"conduct bank [NAME [-o DIR]]",
	"Without a name: which questionnaires there are. With one: its CSV "
	"file on\nstandard output. Edit it in a spreadsheet, save it as CSV "
	"in UTF-8, then run\nconduct check on it.\n\n"
	"  -o, --output DIR   write the file into DIR, with its topics and\n"
	"                     misconceptions beside it (they belong "
	"together)\n",
	run};

#include "survey/draft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/response.h"

static struct json *
hex_text(const unsigned char *bytes, size_t n)
{
	char *text = mem_new(2 * n + 1, 1);
	struct json *j;

	seal_hex(bytes, n, text);
	j = json_text(text);
	free(text);
	return j;
}

static struct json *
page_name(const struct draft *draft, const struct form *form)
{
	return draft->page == FORM_NONE
		? json_null()
		: json_text(form->question[draft->page].name);
}

char *
draft_write(const struct draft *draft, const char *hash,
	    const struct flow *flow)
{
	const struct answers *answers = flow_answers(flow);
	struct json *j = json_object();
	char *text;

	json_put(j, "v", json_text(hash));
	json_put(j, "seed", json_number(draft->seed));
	json_put(j, "page", page_name(draft, answers->form));
	json_put(j, "changing", json_bool(flow_is_changing(flow)));
	json_put(j, "state",
		 json_text(draft->sending ? "sending" : "answering"));
	json_put(j, "code", json_text(draft->code));
	json_put(j, "id",
		 draft->sending ? hex_text(draft->id, sizeof(draft->id))
				: json_null());
	json_put(j, "slot",
		 draft->sending ? json_number(draft->slot) : json_null());
	json_put(j, "box",
		 draft->sending ? hex_text(draft->box, draft->box_size)
				: json_null());
	json_put(j, "answers", answers_to_draft(answers));
	text = json_print(j);
	json_free(j);
	return text;
}

/* A whole number that a uint32_t holds. */
static bool
read_u32(const struct json *j, const char *name, uint32_t *out)
{
	double x = json_get_number(j, name, -1);

	if (!(x >= 0 && x <= UINT32_MAX) || x != floor(x))
		return false;
	*out = (uint32_t)x;
	return true;
}

/* Empty, or a slip's code as slip_read gives it. */
static bool
read_code(const struct json *j, char out[CODE_TEXT_BYTES])
{
	const char *code = json_get_text(j, "code");

	memset(out, 0, CODE_TEXT_BYTES);
	if (!code)
		return false;
	return !*code || (slip_read(code, out) && strcmp(code, out) == 0);
}

static bool
read_page(const struct json *j, const struct form *form, size_t *page)
{
	const char *name = json_get_text(j, "page");

	*page = FORM_NONE;
	if (name)
		*page = form_find(form, name);
	return name ? *page != FORM_NONE : json_is_null(json_get(j, "page"));
}

static bool
read_box(const struct json *j, size_t box_size, struct draft *draft)
{
	const char *id = json_get_text(j, "id");
	const char *box = json_get_text(j, "box");

	if (!id || !box || !seal_unhex(id, draft->id, sizeof(draft->id)) ||
	    !read_u32(j, "slot", &draft->slot))
		return false;
	draft->box = mem_new(box_size, 1);
	draft->box_size = box_size;
	return seal_unhex(box, draft->box, box_size);
}

static bool
read_members(const struct json *j, size_t box_size, const struct form *form,
	     struct draft *draft)
{
	const char *state = json_get_text(j, "state");

	if (!state || !read_u32(j, "seed", &draft->seed) ||
	    !read_code(j, draft->code) || !read_page(j, form, &draft->page))
		return false;
	draft->sending = strcmp(state, "sending") == 0;
	if (draft->sending)
		return read_box(j, box_size, draft);
	return strcmp(state, "answering") == 0;
}

enum draft_read
draft_parse(struct draft *draft, struct flow **flow, const char *plain,
	    size_t n, const char *hash, size_t box_size,
	    const struct form *form, struct flow_clock clock, struct error *err)
{
	struct json *j = json_parse(plain, n, err);
	const char *v = j ? json_get_text(j, "v") : NULL;
	enum draft_read result = DRAFT_DAMAGED;

	memset(draft, 0, sizeof(*draft));
	*flow = NULL;
	if (v && strcmp(v, hash) != 0) {
		error_set(err, "the draft is of another questionnaire");
		result = DRAFT_OTHER_FORM;
	} else if (!v || !read_members(j, box_size, form, draft)) {
		error_set(err, "this is not a draft");
	} else {
		*flow = flow_new(form, draft->seed, clock);
		if (flow_restore(*flow, json_get(j, "answers"), draft->page,
				 json_get_bool(j, "changing", false), err))
			result = DRAFT_READ;
	}
	if (result != DRAFT_READ) {
		flow_free(*flow);
		*flow = NULL;
		draft_release(draft);
	}
	json_free(j);
	return result;
}

void
draft_release(struct draft *draft)
{
	if (draft->box)
		seal_forget(draft->box, draft->box_size);
	free(draft->box);
	seal_forget(draft, sizeof(*draft));
}

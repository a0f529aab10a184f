#include "questions/response.h"

#include <assert.h>
#include <string.h>

enum {
	STEP = 1024,
	/* {"v":"","id":"","a":{}} */
	ENVELOPE = 23 + RESPONSE_HASH_CHARS + RESPONSE_ID_CHARS,
	/* The draft's members but for the box and the answers, all at their
	 * longest; see survey/draft.c. */
	DRAFT_ENVELOPE = 512
};

/* Bytes that JSON adds to a text in its quotes. */
static size_t
escaped_extra(const char *s)
{
	size_t extra = 0;

	for (; *s; s++)
		if (*s == '"' || *s == '\\')
			extra += 1;
		else if ((unsigned char)*s < 0x20)
			extra += 5;
	return extra;
}

static size_t
list_extra(const struct choice_list *list)
{
	size_t i, extra = 0;

	for (i = 0; list && i < list->n; i++)
		extra += escaped_extra(list->choice[i].name);
	return extra;
}

/* Most bytes of a question's canonical answer as a JSON text with quotes. A
 * typed text holds no control characters but newlines (check.h), of which
 * each byte can double; what is calculated can hold any. */
static size_t
value_max(const struct question *q)
{
	size_t n = question_max_bytes(q);

	switch (q->type) {
	case TYPE_TEXT: return 2 + 2 * n;
	case TYPE_CALCULATE:
	case TYPE_HIDDEN: return 2 + 6 * n;
	default: return 2 + n + list_extra(q->list);
	}
}

static size_t
member_max(const struct question *q)
{
	size_t value = value_max(q);

	/* a skipped answer's null, one not reached's false */
	return strlen(q->name) + escaped_extra(q->name) + strlen("\"\":,") +
		(value > strlen("false") ? value : strlen("false"));
}

size_t
response_max_bytes(const struct form *form)
{
	size_t i, n = ENVELOPE;

	for (i = 0; i < form->n_questions; i++)
		if (form->question[i].type != TYPE_NOTE)
			n += member_max(&form->question[i]);
	return n;
}

static size_t
in_steps(size_t n)
{
	return (n + STEP - 1) / STEP * STEP;
}

size_t
response_box_size(const struct form *form, size_t overhead)
{
	return in_steps(response_max_bytes(form) + 1 + overhead);
}

size_t
response_draft_size(const struct form *form, size_t box_size, size_t overhead)
{
	size_t i, n = DRAFT_ENVELOPE + 2 * box_size;

	for (i = 0; i < form->n_questions; i++)
		n += member_max(&form->question[i]) +
			strlen("{\"v\":,\"seen\":false}");
	return in_steps(n + 1 + overhead);
}

char *
response_write(const char *hash, const char *id, struct json *answers)
{
	struct json *response = json_object();
	char *text;

	assert(strlen(hash) == RESPONSE_HASH_CHARS);
	assert(strlen(id) == RESPONSE_ID_CHARS);
	json_put(response, "v", json_text(hash));
	json_put(response, "id", json_text(id));
	json_put(response, "a", answers);
	text = json_print(response);
	json_free(response);
	return text;
}

static bool
is_hex(const char *s, size_t n)
{
	return s && strlen(s) == n && strspn(s, "0123456789abcdef") == n;
}

static struct answers *
take(const struct json *response, const struct form *form, const char *hash,
     struct error *err)
{
	const char *v = json_get_text(response, "v");

	if (!json_is_object(response) || json_count(response) != 3 ||
	    !is_hex(v, RESPONSE_HASH_CHARS) ||
	    !is_hex(json_get_text(response, "id"), RESPONSE_ID_CHARS)) {
		error_set(err, "this is not a response: it needs v, id and a");
		return NULL;
	}
	if (strcmp(v, hash) != 0) {
		error_set(err, "this response answers another questionnaire");
		return NULL;
	}
	return answers_from_response(form, json_get(response, "a"), err);
}

bool
response_parse(const char *plain, size_t n, const struct form *form,
	       const char *hash, char id[RESPONSE_ID_CHARS + 1],
	       struct answers **answers, struct error *err)
{
	struct json *response = json_parse(plain, n, err);

	*answers = response ? take(response, form, hash, err) : NULL;
	if (*answers)
		memcpy(id, json_get_text(response, "id"),
		       RESPONSE_ID_CHARS + 1);
	json_free(response);
	return *answers != NULL;
}

/* Expressions, first step: tokens, and what is written but not understood. */
#include "questions/expr_tree.h"

#include <ctype.h>
#include <string.h>

#include "questions/base/text.h"

/* What people write in place of an operator, longest first. */
static const struct {
	const char *sign, *advice;
} wrong[] = {
	{"..", "paths are not available; write ${name} for a question"},
	{"::", "paths are not available; write ${name} for a question"},
	{"//", "paths are not available; write ${name} for a question"},
	{"/",
	 "'/' is not available; write 'div' to divide, ${name} for a "
	 "question"},
	{"@", "'@' is not available; write ${name} for a question"},
	{"[", "'[' is not available; write if() or and for a condition"},
	{"]", "']' is not available; write if() or and for a condition"},
	{"||", "'||' is not an operator; write 'or'"},
	{"|", "'|' is not available; write 'or' between conditions"},
	{"&&", "'&&' is not an operator; write 'and'"},
	{"&lt;", "'&lt;' is how web pages write '<'; write '<'"},
	{"&gt;", "'&gt;' is how web pages write '>'; write '>'"},
	{"&amp;", "'&amp;' is how web pages write '&'; write 'and'"},
	{"&quot;", "'&quot;' is how web pages write '\"'; write '\"'"},
	{"&apos;", "'&apos;' is how web pages write \"'\"; write \"'\""},
	{"&#39;", "'&#39;' is how web pages write \"'\"; write \"'\""},
	{"&", "'&' is not an operator; write 'and', or concat() for texts"},
	{"==", "'==' is not an operator; write '='"},
	{"=>", "'=>' is not an operator; write '>='"},
	{"=<", "'=<' is not an operator; write '<='"},
	{"<>", "'<>' is not an operator; write '!='"},
	{"!", "'!' is not an operator; write not()"},
	{"%", "'%' is not an operator; write 'mod'"},
	{"^", "'^' is not an operator; write pow()"},
	{"**", "'**' is not an operator; write pow()"},
	{";", "';' is not available; separate arguments by ','"},
	{"\xe2\x89\xa4", "'\xe2\x89\xa4' is not an operator; write '<='"},
	{"\xe2\x89\xa5", "'\xe2\x89\xa5' is not an operator; write '>='"},
	{"\xe2\x89\xa0", "'\xe2\x89\xa0' is not an operator; write '!='"},
	{"\xc3\x97", "'\xc3\x97' is not an operator; write '*'"},
	{"\xc3\xb7", "'\xc3\xb7' is not an operator; write 'div'"},
	{"\xe2\x88\x92", "'\xe2\x88\x92' is not an operator; write '-'"},
	{"\xe2\x80\x93", "'\xe2\x80\x93' is not an operator; write '-'"},
};

static const char *const signs[] = {"!=", "<=", ">=", "=", "<", ">",
				    "+",  "-",	"*",  "(", ")", ","};

/* Spreadsheets bend quotes; both kinds of a pair count as the straight one. */
static const struct {
	const char *s;
	char straight;
} quotes[] = {
	{"'", '\''},
	{"\"", '"'},
	{"\xe2\x80\x98", '\''},
	{"\xe2\x80\x99", '\''},
	{"\xe2\x80\x9c", '"'},
	{"\xe2\x80\x9d", '"'},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static size_t
starts(const char *s, const char *with)
{
	size_t n = strlen(with);

	return strncmp(s, with, n) == 0 ? n : 0;
}

/* Bytes of the quote at s, 0 when there is none; *straight says which. */
static size_t
quote(const char *s, char *straight)
{
	size_t i, n;

	for (i = 0; i < COUNT(quotes); i++)
		if ((n = starts(s, quotes[i].s)) > 0) {
			*straight = quotes[i].straight;
			return n;
		}
	return 0;
}

/* Bytes of the blank at s; a no-break space is one, too. */
static size_t
blank(const char *s)
{
	return *s != '\0' && strchr(" \t\r\n\f\v", *s) != NULL
		? 1
		: starts(s, "\xc2\xa0");
}

static bool
begins_name(const char *s)
{
	unsigned char c = (unsigned char)*s;
	char straight;
	size_t i;

	if (c < 0x80)
		return isalpha(c) || c == '_';
	for (i = 0; i < COUNT(wrong); i++)
		if ((unsigned char)wrong[i].sign[0] >= 0x80 &&
		    starts(s, wrong[i].sign))
			return false;
	return quote(s, &straight) == 0 && blank(s) == 0;
}

/* Names may hold - and . and, as in jr:choice-name, one colon. */
static size_t
name_length(const char *s)
{
	size_t n = 0;

	while (begins_name(s + n) || isdigit((unsigned char)s[n]) ||
	       s[n] == '-' || s[n] == '.' ||
	       (s[n] == ':' && begins_name(s + n + 1)))
		n++;
	return n;
}

static size_t
number_length(const char *s)
{
	size_t n = strspn(s, "0123456789");

	if (s[n] == '.')
		n += 1 + strspn(s + n + 1, "0123456789");
	return n;
}

static bool
text_token(const char *source, size_t open, char straight, struct token *token,
	   struct error *err)
{
	const char *s = source + token->offset + open;
	char other;
	size_t n = 0;

	while (s[n] != '\0') {
		/* Between straight quotes a bent one is an apostrophe. */
		if (open > 1 ? quote(s + n, &other) > 0 && other == straight
			     : s[n] == straight)
			break;
		n++;
	}
	if (s[n] == '\0')
		return expr_error(err, source, token->offset,
				  "the text that begins here has no closing "
				  "quote; add it");
	token->kind = TOKEN_TEXT;
	token->s = s;
	token->n = n;
	return true;
}

static bool
question_token(const char *source, struct token *token, struct error *err)
{
	const char *s = source + token->offset + 2;
	size_t n = strcspn(s, "}");

	if (s[n] == '\0')
		return expr_error(err, source, token->offset,
				  "'${' has no closing '}'; add it");
	if (starts(s, "last-saved#"))
		return expr_error(err, source, token->offset,
				  "${last-saved#...} is not available: earlier "
				  "answers are not kept; remove it");
	while (n > 0 && blank(s) == 1) {
		s++;
		n--;
	}
	while (n > 0 && blank(s + n - 1) == 1)
		n--;
	if (n == 0 || !begins_name(s) || name_length(s) != n)
		return expr_error(err, source, token->offset,
				  "there is no question name between '${' and "
				  "'}'; write one");
	token->kind = TOKEN_QUESTION;
	token->s = s;
	token->n = n;
	return true;
}

static bool
not_understood(const char *source, size_t offset, struct error *err)
{
	const char *s = source + offset;
	size_t i;

	for (i = 0; i < COUNT(wrong); i++)
		if (starts(s, wrong[i].sign))
			return expr_error(err, source, offset, "%s",
					  wrong[i].advice);
	if (*s == '$')
		return expr_error(err, source, offset,
				  "'$' stands alone; write ${name} for a "
				  "question");
	return expr_error(err, source, offset,
			  "'%c' means nothing here; remove it, or put texts "
			  "into quotes",
			  *s);
}

/* Is what stands here wrong, although it begins with a right sign? */
static bool
begins_wrong(const char *s)
{
	size_t i;

	for (i = 0; i < COUNT(wrong); i++)
		if (wrong[i].sign[1] != '\0' && starts(s, wrong[i].sign))
			return true;
	return false;
}

static bool
sign_token(const char *source, struct token *token, struct error *err)
{
	size_t i;

	if (!begins_wrong(token->s))
		for (i = 0; i < COUNT(signs); i++)
			if ((token->n = starts(token->s, signs[i])) > 0)
				return true;
	return not_understood(source, token->offset, err);
}

/* Names are found last but one: whatever else begins with a letter is none. */
static bool
token_read(const char *source, struct token *token, size_t *end,
	   struct error *err)
{
	const char *s = token->s;
	char straight;
	size_t n = quote(s, &straight);
	bool good = true;

	if (*s == '\0') {
		token->kind = TOKEN_END;
	} else if (n > 0) {
		good = text_token(source, n, straight, token, err);
		*end = !good ? 0
			     : token->offset + n + token->n +
				quote(token->s + token->n, &straight);
		return good;
	} else if (starts(s, "${")) {
		*end = token->offset + strcspn(s, "}") + 1;
		return question_token(source, token, err);
	} else if (isdigit((unsigned char)*s) ||
		   (*s == '.' && isdigit((unsigned char)s[1]))) {
		token->kind = TOKEN_NUMBER;
		token->n = number_length(s);
	} else if (*s == '.' && s[1] != '.') {
		token->kind = TOKEN_DOT;
		token->n = 1;
	} else if (begins_name(s)) {
		token->kind = TOKEN_NAME;
		token->n = name_length(s);
	} else {
		good = sign_token(source, token, err);
	}
	*end = token->offset + token->n;
	return good;
}

bool
token_next(const char *source, size_t *offset, struct token *token,
	   struct error *err)
{
	size_t n;

	while ((n = blank(source + *offset)) > 0)
		*offset += n;
	*token = (struct token){TOKEN_SIGN, source + *offset, 0, *offset};
	return token_read(source, token, offset, err);
}

bool
token_is(const struct token *token, const char *s)
{
	return (token->kind == TOKEN_SIGN || token->kind == TOKEN_NAME) &&
		token->n == strlen(s) && memcmp(token->s, s, token->n) == 0;
}

bool
expr_error(struct error *err, const char *source, size_t offset,
	   const char *format, ...)
{
	struct text text = TEXT_INIT;
	size_t character = 1, i;
	va_list ap;

	for (i = 0; i < offset; i++)
		character += ((unsigned char)source[i] & 0xc0) != 0x80;
	va_start(ap, format);
	text_addv(&text, format, ap);
	va_end(ap);
	error_set(err, "character %zu: %s", character, text_get(&text));
	text_release(&text);
	return false;
}

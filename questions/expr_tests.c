/* Conditions that can be said in words. */
#include <string.h>

#include "questions/expr_tree.h"
#include "questions/functions.h"

static bool
is_call(const struct node *node, const char *function, size_t n_args)
{
	return node->kind == NODE_CALL && node->n_args == n_args &&
		strcmp(node->function->name, function) == 0;
}

static bool
is_pair(const struct node *node)
{
	return node->kind == NODE_CHAIN && node->n_args == 2;
}

/* ${q} = 'text', ${q} != '' */
static bool
read_text(enum op op, const char *text, struct expr_test *test)
{
	bool equal = op == OP_EQUAL;

	if (!equal && op != OP_UNEQUAL)
		return false;
	test->text = text;
	if (*text != '\0')
		test->asks = equal ? ASKS_CHOICE : ASKS_NOT_CHOICE;
	else
		test->asks = equal ? ASKS_NO_ANSWER : ASKS_ANSWER;
	return true;
}

static bool
read_number(enum op op, double number, struct expr_test *test)
{
	static const struct {
		enum op op;
		enum expr_asks asks;
	} all[] = {
		{OP_EQUAL, ASKS_EQUAL}, {OP_UNEQUAL, ASKS_UNEQUAL},
		{OP_LESS, ASKS_LESS},	{OP_AT_MOST, ASKS_AT_MOST},
		{OP_MORE, ASKS_MORE},	{OP_AT_LEAST, ASKS_AT_LEAST},
	};
	size_t i;

	test->number = number;
	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i].op == op) {
			test->asks = all[i].asks;
			return true;
		}
	return false;
}

static bool
read_comparison(const struct node *node, struct expr_test *test)
{
	const struct node *with = node->arg[1];

	if (node->arg[0]->kind != NODE_QUESTION || with->kind != NODE_VALUE)
		return false;
	test->question = node->arg[0]->index;
	if (node_is_text(with))
		return read_text(node->op[1], with->value.text, test);
	return with->type == X_NUMBER &&
		read_number(node->op[1], with->value.number, test);
}

static bool
read_selected(const struct node *node, struct expr_test *test)
{
	if (node->arg[0]->kind != NODE_QUESTION || !node_is_text(node->arg[1]))
		return false;
	*test = (struct expr_test){.question = node->arg[0]->index,
				   .asks = ASKS_CHOICE,
				   .text = node->arg[1]->value.text};
	return *test->text != '\0';
}

static bool
read_test(const struct node *node, struct expr_test *test)
{
	*test = (struct expr_test){.text = ""};
	if (is_call(node, "selected", 2))
		return read_selected(node, test);
	if (is_call(node, "not", 1) && is_call(node->arg[0], "selected", 2)) {
		if (!read_selected(node->arg[0], test))
			return false;
		test->asks = ASKS_NOT_CHOICE;
		return true;
	}
	return is_pair(node) && read_comparison(node, test);
}

bool
expr_tests(const struct expr *e, struct expr_test *test, size_t *n, bool *any)
{
	const struct node *root = e->root;
	size_t i;

	*n = 0;
	*any = root->kind == NODE_CHAIN && root->op[1] == OP_OR;
	if (read_test(root, &test[0])) {
		*n = 1;
		return true;
	}
	if (root->kind != NODE_CHAIN || root->n_args > EXPR_MAX_TESTS ||
	    (root->op[1] != OP_OR && root->op[1] != OP_AND))
		return false;
	for (i = 0; i < root->n_args; i++)
		if (!read_test(root->arg[i], &test[i]))
			return false;
	*n = root->n_args;
	return true;
}

#include "analysis/statistics/fisher_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

/* More rows than this are drawn, not counted. */
enum { MAX_ROWS = 12 };

/* In steps: a way to fill a column, a new path and a new node; the last two
 * are dear because they take memory. */
enum { FILL_COST = 4, PATH_COST = 16, NODE_COST = 64 };

/* Paths to one node that differ by less than this are one: rounding. */
#define SAME_PATH 1e-9

struct path {
	double past;   /* the sum of -log(cell!) of the columns filled */
	double weight; /* how many ways there are; 0: a free slot */
};

/*
 * What is left of the row sums, in ascending order, with `left` columns still
 * to fill. The bounds are those of the sum that these columns can add.
 */
struct node {
	uint64_t row[MAX_ROWS];
	bool is_bounded;
	double highest, lowest;
	double total; /* log of the sum of exp over all ways to fill them */
	struct path *paths; /* an open hash */
	size_t n_paths, room;
};

struct stage {
	struct node *nodes;
	size_t n, room;
	size_t *slot; /* a hash of indexes + 1 into nodes */
	size_t slots; /* a power of two */
};

struct network {
	const struct margins *m;
	struct stage *stage; /* by columns left */
	uint64_t steps;	     /* that may still be taken */
	bool is_spent;
	double p;
};

/* False once the steps are used up. */
static bool
spend(struct network *w, uint64_t steps)
{
	if (steps > w->steps)
		w->is_spent = true;
	else
		w->steps -= steps;
	return !w->is_spent;
}

/* ---- nodes of a stage ---- */

static uint64_t
hash_row(const uint64_t *row, size_t n)
{
	uint64_t h = 0x9e3779b97f4a7c15u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ row[i]) * 0xff51afd7ed558ccdu ^ h >> 29;
	return h ^ h >> 32;
}

/* The slot where the node with these rows is, or could be put. */
static size_t *
find_slot(const struct stage *s, const uint64_t *row, size_t rows)
{
	size_t mask = s->slots - 1, i = hash_row(row, rows) & mask;

	while (s->slot[i] != 0 &&
	       memcmp(s->nodes[s->slot[i] - 1].row, row, rows * sizeof(*row)) !=
		       0)
		i = (i + 1) & mask;
	return &s->slot[i];
}

static void
grow_slots(struct stage *s, size_t rows)
{
	free(s->slot);
	s->slots = s->slots == 0 ? 64 : 2 * s->slots;
	s->slot = mem_new(s->slots, sizeof(*s->slot));
	for (size_t i = 0; i < s->n; i++)
		*find_slot(s, s->nodes[i].row, rows) = i + 1;
}

/* Log of (sum of rows)! over all of their and of the columns' factorials. */
static double
log_total(const struct margins *m, const uint64_t *row, size_t left)
{
	uint64_t n = 0;
	double log_sum = 0;

	for (size_t i = 0; i < m->rows; i++) {
		n += row[i];
		log_sum -= margins_log_factorial(m, row[i]);
	}
	for (size_t j = 0; j < left; j++)
		log_sum -= margins_log_factorial(m, m->column[j]);
	return log_sum + margins_log_factorial(m, n);
}

/* The index of the node with these rows, made when it is new. */
static size_t
stage_node(struct network *w, size_t left, const uint64_t *row)
{
	struct stage *s = &w->stage[left];
	size_t rows = w->m->rows, *slot;

	if (2 * s->n >= s->slots)
		grow_slots(s, rows);
	slot = find_slot(s, row, rows);
	if (*slot == 0) {
		s->nodes = mem_room(s->nodes, &s->room, s->n + 1,
				    sizeof(*s->nodes));
		s->nodes[s->n] =
			(struct node){.total = log_total(w->m, row, left)};
		memcpy(s->nodes[s->n].row, row, rows * sizeof(*row));
		*slot = ++s->n;
		spend(w, NODE_COST);
	}
	return *slot - 1;
}

/* ---- the ways to fill a column ---- */

/*
 * Goes through all ways to take `need` people from the rows, the last row
 * moving fastest. taken[] is one way; rest[i] people are in the rows from i.
 */
struct filling {
	size_t rows;
	uint64_t need;
	uint64_t row[MAX_ROWS], taken[MAX_ROWS], rest[MAX_ROWS + 1];
};

/* The first way for rows from i on, when those before have taken theirs. */
static void
fill_from(struct filling *f, size_t i, uint64_t need)
{
	for (; i < f->rows; i++) {
		uint64_t others = f->rest[i + 1];

		f->taken[i] = need > others ? need - others : 0;
		need -= f->taken[i];
	}
}

static void
fill_first(struct filling *f, const struct margins *m, const uint64_t *row,
	   uint64_t need)
{
	f->rows = m->rows;
	f->need = need;
	f->rest[f->rows] = 0;
	for (size_t i = f->rows; i-- > 0;) {
		f->row[i] = row[i];
		f->rest[i] = f->rest[i + 1] + row[i];
	}
	fill_from(f, 0, need);
}

static bool
fill_next(struct filling *f)
{
	uint64_t after = f->taken[f->rows - 1];

	for (size_t i = f->rows - 1; i-- > 0;) {
		if (after > 0 && f->taken[i] < f->row[i]) {
			f->taken[i]++;
			fill_from(f, i + 1, after - 1);
			return true;
		}
		after += f->taken[i];
	}
	return false;
}

static double
taken_sum(const struct filling *f, const struct margins *m)
{
	double sum = 0;

	for (size_t i = 0; i < f->rows; i++)
		sum -= margins_log_factorial(m, f->taken[i]);
	return sum;
}

static double
rest_sum(const struct filling *f, const struct margins *m)
{
	double sum = 0;

	for (size_t i = 0; i < f->rows; i++)
		sum -= margins_log_factorial(m, f->row[i] - f->taken[i]);
	return sum;
}

/* The rows when this way has been taken, ascending. */
static void
remaining(const struct filling *f, uint64_t *row)
{
	for (size_t i = 0; i < f->rows; i++) {
		uint64_t x = f->row[i] - f->taken[i];
		size_t at = i;

		for (; at > 0 && row[at - 1] > x; at--)
			row[at] = row[at - 1];
		row[at] = x;
	}
}

/* ---- bounds ---- */

static void bound(struct network *w, size_t left, size_t at);

/* What the columns after the one just filled can add. */
static void
bounds_after(struct network *w, size_t left, const struct filling *f,
	     double *highest, double *lowest)
{
	uint64_t row[MAX_ROWS];
	size_t child;

	if (left == 2) {
		*highest = *lowest = rest_sum(f, w->m);
		return;
	}
	remaining(f, row);
	child = stage_node(w, left - 1, row);
	bound(w, left - 1, child);
	*highest = w->stage[left - 1].nodes[child].highest;
	*lowest = w->stage[left - 1].nodes[child].lowest;
}

static void
bound(struct network *w, size_t left, size_t at)
{
	struct node *node = &w->stage[left].nodes[at];
	double highest = -INFINITY, lowest = INFINITY;
	struct filling f;

	if (node->is_bounded)
		return;
	fill_first(&f, w->m, node->row, w->m->column[left - 1]);
	do {
		double here = taken_sum(&f, w->m), high, low;

		bounds_after(w, left, &f, &high, &low);
		highest = fmax(highest, here + high);
		lowest = fmin(lowest, here + low);
	} while (spend(w, FILL_COST) && fill_next(&f));
	node->highest = highest;
	node->lowest = lowest;
	node->is_bounded = true;
}

/* ---- paths ---- */

static struct path *
find_path(const struct node *node, double past)
{
	uint64_t key = (uint64_t)llround(-past / SAME_PATH);
	size_t mask = node->room - 1;
	size_t i = (key * 0x9e3779b97f4a7c15u >> 20) & mask;

	while (node->paths[i].weight > 0 &&
	       fabs(node->paths[i].past - past) > SAME_PATH)
		i = (i + 1) & mask;
	return &node->paths[i];
}

static void
grow_paths(struct node *node)
{
	struct path *old = node->paths;
	size_t room = node->room;

	node->room = room == 0 ? 8 : 2 * room;
	node->paths = mem_new(node->room, sizeof(*node->paths));
	for (size_t i = 0; i < room; i++)
		if (old[i].weight > 0)
			*find_path(node, old[i].past) = old[i];
	free(old);
}

static void
add_path(struct network *w, struct node *node, double past, double weight)
{
	struct path *p;

	if (2 * node->n_paths >= node->room)
		grow_paths(node);
	p = find_path(node, past);
	if (p->weight == 0) {
		p->past = past;
		node->n_paths++;
		spend(w, PATH_COST);
	}
	p->weight += weight;
}

/* All of a node's paths go on by one way to fill the next column. */
static void
follow(struct network *w, const struct node *from, double here, struct node *to)
{
	double bar = w->m->bar;

	for (size_t i = 0; i < from->room; i++) {
		const struct path *p = &from->paths[i];
		double past = p->past + here;

		if (p->weight == 0)
			continue;
		if (past + to->highest <= bar)
			w->p += p->weight * exp(past + to->total + w->m->scale);
		else if (past + to->lowest <= bar)
			add_path(w, to, past, p->weight);
	}
}

static bool
leave_node(struct network *w, size_t left, const struct node *from)
{
	struct filling f;
	uint64_t row[MAX_ROWS];

	fill_first(&f, w->m, from->row, w->m->column[left - 1]);
	do {
		size_t child;

		remaining(&f, row);
		child = stage_node(w, left - 1, row);
		bound(w, left - 1, child);
		follow(w, from, taken_sum(&f, w->m),
		       &w->stage[left - 1].nodes[child]);
	} while (spend(w, FILL_COST + from->n_paths) && fill_next(&f));
	return !w->is_spent;
}

/* ---- the last two columns ---- */

struct end {
	double sum;  /* of -log(cell!) of both columns */
	double mass; /* of exp(sum - highest) up to here */
};

static int
by_sum(const void *a, const void *b)
{
	double x = ((const struct end *)a)->sum;
	double y = ((const struct end *)b)->sum;

	return (x > y) - (x < y);
}

/* All ends of a node, least probable first, masses added up. Caller frees. */
static struct end *
list_ends(struct network *w, const struct node *node, size_t *n)
{
	struct end *list = NULL;
	size_t room = 0;
	struct filling f;
	double mass = 0;

	*n = 0;
	fill_first(&f, w->m, node->row, w->m->column[1]);
	do {
		list = mem_room(list, &room, *n + 1, sizeof(*list));
		list[(*n)++].sum = taken_sum(&f, w->m) + rest_sum(&f, w->m);
	} while (fill_next(&f));
	qsort(list, *n, sizeof(*list), by_sum);
	for (size_t i = 0; i < *n; i++) {
		mass += exp(list[i].sum - node->highest);
		list[i].mass = mass;
	}
	return list;
}

/* The mass of the ends whose sum is at most `most`. */
static double
mass_up_to(const struct end *list, size_t n, double most)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list[middle].sum <= most)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? 0 : list[low - 1].mass;
}

static bool
finish_node(struct network *w, const struct node *node)
{
	size_t n;
	struct end *list = list_ends(w, node, &n);

	for (size_t i = 0; i < node->room; i++) {
		const struct path *p = &node->paths[i];
		double mass;

		if (p->weight == 0)
			continue;
		mass = mass_up_to(list, n, w->m->bar - p->past);
		if (mass > 0)
			w->p += p->weight * mass *
				exp(p->past + node->highest + w->m->scale);
	}
	free(list);
	return spend(w, n + node->n_paths);
}

/* ---- the whole ---- */

static bool
walk(struct network *w)
{
	size_t left = w->m->columns, first;
	uint64_t row[MAX_ROWS];
	struct filling whole = {.rows = w->m->rows};

	memcpy(whole.row, w->m->row, w->m->rows * sizeof(*row));
	remaining(&whole, row);
	first = stage_node(w, left, row);
	add_path(w, &w->stage[left].nodes[first], 0, 1);
	for (; left > 2; left--) {
		struct stage *s = &w->stage[left];

		for (size_t i = 0; i < s->n; i++) {
			struct node *node = &s->nodes[i];

			if (node->n_paths > 0 && !leave_node(w, left, node))
				return false;
			free(node->paths);
			node->paths = NULL;
		}
	}
	for (size_t i = 0; i < w->stage[2].n; i++) {
		const struct node *node = &w->stage[2].nodes[i];

		if (node->n_paths > 0 && !finish_node(w, node))
			return false;
	}
	return true;
}

static void
network_release(struct network *w)
{
	for (size_t left = 0; left <= w->m->columns; left++) {
		struct stage *s = &w->stage[left];

		for (size_t i = 0; i < s->n; i++)
			free(s->nodes[i].paths);
		free(s->nodes);
		free(s->slot);
	}
	free(w->stage);
}

double
fisher_network(const struct margins *m, uint64_t steps)
{
	struct network w = {.m = m, .steps = steps};
	bool done;

	if (m->rows > MAX_ROWS)
		return NAN;
	w.stage = mem_new(m->columns + 1, sizeof(*w.stage));
	done = walk(&w);
	network_release(&w);
	return done ? fmin(1, w.p) : NAN;
}

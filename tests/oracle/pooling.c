#include "tests/oracle/oracle.h"

const struct oracle_rule oracle_pooling[] = {{NULL, NULL}};

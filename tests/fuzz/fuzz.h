/*
 * A fuzz target is one function that gets bytes and must not crash; a file
 * <name>_fuzz.c holds one, tests/fuzz/corpus/<name>/ what it starts from.
 * `make fuzz` links it with libFuzzer, `make check` with replay.c, which runs
 * the corpus once.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Always returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif

# Conduct. `make help` lists what can be made; V=1 shows the commands.
#
# Sources are found, not listed: questions/, survey/ and analysis/ are one
# archive each, every file with a main() under tests/ is a program.

BUILD  ?= build
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
JOBS   ?= $(shell nproc 2>/dev/null || echo 2)
# how long each fuzz target runs
SECONDS ?= 15
# how many made-up surveys `attack` attacks (`both` asks), and which
COUNT   ?= 200
SEED    ?= 1

# ---------------------------------------------------------------- flags

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wwrite-strings -Wformat=2 \
	$(if $(WERROR),-Werror)
OPTIMISED = $(filter -O1 -O2 -O3 -Os,$(CFLAGS))
HARDENING = -fPIE -fstack-protector-strong \
	$(if $(SANITIZE),,$(if $(OPTIMISED),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2))
SANITIZERS = $(if $(SANITIZE),-fsanitize=$(SANITIZE) \
	-fno-sanitize-recover=all -fno-omit-frame-pointer)
# gcc's shared libubsan forgets log_path when libasan is there, too; and a
# shared libasan must come before every LD_PRELOAD.
STATIC_SAN = $(if $(SANITIZE),$(if $(findstring clang,$(CC)),,\
	-static-libasan -static-libubsan))

# ncursesw's other flags define _XOPEN_SOURCE, which clashes with ours.
PKGS = libcjson libpcre2-8 libutf8proc sqlite3 libsodium ncursesw
PKG_INCLUDES := $(shell pkg-config --cflags-only-I $(PKGS) 2>/dev/null)
libs = $(or $(shell pkg-config --libs $(1) 2>/dev/null),$(2))

# libcsv has no .pc file.
LIBS_questions := -lcsv $(call libs,libcjson libpcre2-8 libutf8proc,\
	-lcjson -lpcre2-8 -lutf8proc) -lm
LIBS_store  := $(call libs,sqlite3 libsodium,-lsqlite3 -lsodium)
LIBS_document := -lcmark-gfm-extensions -lcmark-gfm
LIBS_screen := $(call libs,ncursesw,-lncursesw -ltinfo)
# The loader is a third of the client's start. It looks for each name in one
# library after the other, in this order. More than half of the names are
# SQLite's own; the client, which opens nothing but waves that nobody else may
# write, takes it from its archive where there is one. `make SQLITE=` keeps it
# shared, for those who update libraries by themselves.
SQLITE := $(wildcard \
	$(shell pkg-config --variable=libdir sqlite3 2>/dev/null)/libsqlite3.a)
LIBS_client = $(or $(SQLITE),$(call libs,sqlite3,-lsqlite3)) $(LIBS_screen) \
	-lc $(call libs,libsodium,-lsodium) $(LIBS_questions)
LIBS_tests  := -lcmocka -lvterm -lutil -ldl -lpthread

STD          = -std=c11 -D_GNU_SOURCE -I. $(PKG_INCLUDES)
ALL_CPPFLAGS = $(STD) $(CPPFLAGS)
ALL_CFLAGS   = $(CFLAGS) $(WARNINGS) $(HARDENING) $(SANITIZERS)
ALL_LDFLAGS  = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANITIZERS) \
	$(STATIC_SAN) $(LDFLAGS)

ifeq ($(V),)
Q    = @
say  = @printf '  %-5s %s\n' $(1) $(2)
endif
# Sub-makes must not print directories: the last line of `check` is the count.
SUBMAKE = $(MAKE) --no-print-directory

# -------------------------------------------------------------- sources

find     = $(sort $(shell find $(1) -name '*.c' 2>/dev/null))
objects  = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

BANK     := $(sort $(wildcard questions/bank/*.csv))
SRC_questions := $(filter-out questions/bank/embed.c,$(call find,questions))
SRC_survey    := $(filter-out survey/main.c survey/memory.c,$(call find,survey))
SRC_analysis  := $(filter-out analysis/main.c,$(call find,analysis))

SRC_tests  := $(call find,tests)
FUZZERS    := $(filter tests/fuzz/%_fuzz.c,$(SRC_tests))
PRELOADS   := $(filter %_preload.c,$(SRC_tests))
has_main    = ^(int )?main *\(
MAINS      := $(filter-out tests/fuzz/replay.c,$(sort \
	$(shell grep -lE '$(has_main)' /dev/null $(SRC_tests))))
# What has no main() of its own is a helper; every program may use it.
SRC_support := $(filter-out $(MAINS) $(FUZZERS) $(PRELOADS) \
	tests/fuzz/replay.c,$(SRC_tests))

LANGUAGES  := $(patsubst survey/po/%.po,%,$(sort $(wildcard survey/po/*.po)))
CATALOGUES  = $(LANGUAGES:%=$(BUILD)/locale/%/LC_MESSAGES/conduct.mo)
# In a language that is none, longer than English; not installed.
PSEUDO      = $(BUILD)/locale/qps/LC_MESSAGES/conduct.mo
SENTENCES   = survey/words.def survey/tui/words.def questions/phrases.def

AREAS     = questions survey analysis
ARCHIVES  = $(BUILD)/libanalysis.a $(BUILD)/libsurvey.a $(BUILD)/libquestions.a
PROGRAMS  = $(if $(wildcard survey/main.c),$(BUILD)/conduct-survey) \
	$(if $(wildcard analysis/main.c),$(BUILD)/conduct)
test_of   = $(patsubst %.c,$(BUILD)/%,$(filter $(1),$(MAINS)))
UNIT      = $(foreach a,$(AREAS),$(call test_of,tests/$(a)/%_test.c))
TTY       = $(call test_of,tests/tty/%_test.c)
FAULT     = $(call test_of,tests/fault/%_test.c)
REPLAY    = $(patsubst %.c,$(BUILD)/%,$(FUZZERS))
PRELOADED = $(patsubst %.c,$(BUILD)/%.so,$(PRELOADS))
TESTS     = $(sort $(call test_of,%) $(PRELOADED)) $(REPLAY)
SCRIPTS   = tests/includes.sh $(wildcard tests/golden/run.sh) \
	$(shell find tests -name '*_test.sh' -perm -u+x 2>/dev/null | sort)

# ----------------------------------------------------------------- build

.DEFAULT_GOAL = all
.SUFFIXES:
.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: FORCE

.PHONY: all
all: $(PROGRAMS) $(ARCHIVES) $(CATALOGUES) ## build the two programs

.PHONY: tests
tests: all $(TESTS) $(PSEUDO) ## build the test programs

# A stamp changes when what it holds does: other flags compile anew, a deleted
# source leaves its archive, a deleted questionnaire the program.
STAMP_flags     = $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS)
STAMP_link      = $(ALL_LDFLAGS) $(FUZZER) $(SQLITE)
STAMP_bank      = $(BANK)
STAMP_questions = $(SRC_questions)
STAMP_survey    = $(SRC_survey)
STAMP_analysis  = $(SRC_analysis)
STAMP_support   = $(SRC_support)
$(BUILD)/stamp/%: FORCE
	@mkdir -p $(@D)
	@echo '$(STAMP_$*)' | cmp -s - $@ || echo '$(STAMP_$*)' >$@

$(BUILD)/obj/%.o: %.c $(BUILD)/stamp/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(EXTRA) -MMD -MP -c -o $@ $<

# cmocka gives every test a state, which few use.
$(BUILD)/obj/tests/%.o: EXTRA = -Wno-unused-parameter

$(BUILD)/embed: questions/bank/embed.c $(BUILD)/stamp/flags
	$(call say,HOST,$<)
	$(Q)$(CC) -std=c11 -O1 -Wall -Wextra -o $@ $<

$(BUILD)/gen/bank_data.c: $(BUILD)/embed $(BANK) $(BUILD)/stamp/bank
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)$(BUILD)/embed $(BANK) >$@

$(BUILD)/obj/bank_data.o: $(BUILD)/gen/bank_data.c $(BUILD)/stamp/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# rm: ar keeps members of deleted sources. q, not r: two files of one name in
# two folders would replace each other.
define archive
$(BUILD)/lib$(1).a: $(call objects,$(SRC_$(1))) $(2) $(BUILD)/stamp/$(1)
	$$(call say,AR,$$@)
	$$(Q)rm -f $$@
	$$(Q)$(AR) qcs $$@ $$(filter %.o,$$^)
endef
$(eval $(call archive,questions,$(BUILD)/obj/bank_data.o))
$(eval $(call archive,survey,))
$(eval $(call archive,analysis,))
$(eval $(call archive,support,))

$(BUILD)/locale/%/LC_MESSAGES/conduct.mo: survey/po/%.po
	$(call say,MSG,$<)
	@mkdir -p $(@D)
	$(Q)msgfmt -o $@ $<

$(PSEUDO): survey/po/pseudo.sh survey/po/extract.sh survey/po/words.awk \
		$(SENTENCES)
	$(call say,MSG,$@)
	@mkdir -p $(@D)
	$(Q)sh survey/po/pseudo.sh | msgfmt -o $@ -

link = $(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ \
	$(filter %.o,$^) $(filter %.a,$^)

$(BUILD)/conduct-survey: $(BUILD)/obj/survey/main.o \
		$(BUILD)/obj/survey/memory.o $(BUILD)/libsurvey.a \
		$(BUILD)/libquestions.a $(BUILD)/stamp/link | $(CATALOGUES)
	$(call say,LINK,$@)
	$(link) $(LIBS_client)

# No screen library here: of survey/ this uses only store and seal.
$(BUILD)/conduct: $(BUILD)/obj/analysis/main.o $(ARCHIVES) $(BUILD)/stamp/link
	$(call say,LINK,$@)
	$(link) $(LIBS_questions) $(LIBS_store) $(LIBS_document)

LIBS_all = $(LIBS_tests) $(LIBS_questions) $(LIBS_store) $(LIBS_screen) \
	$(LIBS_document)

# The corpus is run again by a plain main(); `make fuzz` takes libFuzzer's.
$(REPLAY): $(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o \
		$(if $(FUZZER),,$(BUILD)/obj/tests/fuzz/replay.o) \
		$(BUILD)/libsupport.a $(ARCHIVES) $(BUILD)/stamp/link
	$(call say,LINK,$@)
	$(link) $(FUZZER) $(LIBS_all)

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(BUILD)/libsupport.a $(ARCHIVES) \
		$(BUILD)/stamp/link | $(CATALOGUES) $(PSEUDO)
	$(call say,LINK,$@)
	$(link) $(LIBS_all)

# For LD_PRELOAD: no sanitiser, its runtime would come second.
$(BUILD)/tests/%_preload.so: tests/%_preload.c $(BUILD)/stamp/flags
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(CFLAGS) $(WARNINGS) -fPIC -shared -o $@ $< -ldl

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# ---------------------------------------------------------------- checks

# In a make of their own: `deps` may install pkg-config, and the flags above
# are read before it has run.
.PHONY: check
check: ## install what is missing, build, run every test
	@sh tests/deps.sh check
	@$(SUBMAKE) -j$(JOBS) tests
	@$(SUBMAKE) run-tests

.PHONY: run-tests
run-tests: tests
	@BUILD=$(BUILD) JOBS=$(JOBS) sh tests/run.sh \
		$(UNIT) $(REPLAY) $(SCRIPTS) $(FAULT) $(TTY)

.PHONY: demo
demo: ## take the survey once, with 400 made-up colleagues
	@sh tests/deps.sh build
	@$(SUBMAKE) -j$(JOBS) all
	@BUILD=$(BUILD) sh tests/demo.sh

.PHONY: asan
asan: ## every test under AddressSanitizer and UBSan
	@$(SUBMAKE) -j$(JOBS) BUILD=$(BUILD)-asan CFLAGS='-O1 -g' \
		SANITIZE=address,undefined tests
	@$(SUBMAKE) BUILD=$(BUILD)-asan CFLAGS='-O1 -g' \
		SANITIZE=address,undefined TIMEOUT=600 COUNT=20 run-tests

# Those that count thousands of made-up staffs or derive many keys take minutes
# under memcheck; the sanitisers run them.
MEMCHECKED = $(filter-out %/tally_test %/release_test %/iqitems_test \
	%/stats_test %/run_test %/send_test,$(UNIT))
.PHONY: valgrind
valgrind: $(MEMCHECKED) ## the unit tests under memcheck
	@TIMEOUT=600 BUILD=$(BUILD) JOBS=$(JOBS) VALGRIND=1 \
		sh tests/run.sh $(MEMCHECKED)

.PHONY: lint
lint: ## format, clang-tidy, cppcheck, includes, banned calls
	@BUILD=$(BUILD) JOBS=$(JOBS) sh tests/lint.sh $(STD) $(WARNINGS)

FUZZ_MAKE = $(SUBMAKE) BUILD=$(BUILD)-fuzz CC=clang CFLAGS='-O1 -g' \
	SANITIZE=fuzzer-no-link,address,undefined FUZZER=-fsanitize=fuzzer
.PHONY: fuzz fuzz-programs fuzz-replay
fuzz: ## fuzz each parser for SECONDS=15
	@$(FUZZ_MAKE) -j$(JOBS) fuzz-programs
	@BUILD=$(BUILD)-fuzz sh tests/fuzz/run.sh $(SECONDS) \
		$(patsubst %.c,$(BUILD)-fuzz/%,$(FUZZERS))

fuzz-programs: $(REPLAY)

fuzz-replay: $(REPLAY) ## run the fuzz corpus once
	@BUILD=$(BUILD) JOBS=$(JOBS) sh tests/run.sh $(REPLAY)

# Releases of made-up surveys, attacked as a reader could; and builds that lack
# one guard each, in which the attack must find something. Only what knows of
# the guards is compiled again: an archive's file gives way to ours.
GUARDS   = MERGE EXACT DIFFERENCE LEDGER
GUARDED := $(shell grep -lE 'CONDUCT_WEAK_|release_private\.h' \
	$(SRC_analysis))
define weak
$(BUILD)/obj/weak-$(1)/%.o: %.c $(BUILD)/stamp/flags
	$$(call say,CC,'$$< (weak: $(1))')
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(ALL_CPPFLAGS) -DCONDUCT_WEAK_$(1) $$(ALL_CFLAGS) -MMD -MP \
		-c -o $$@ $$<

$(BUILD)/weak-$(1)/conduct: $(BUILD)/obj/analysis/main.o \
		$(GUARDED:%.c=$(BUILD)/obj/weak-$(1)/%.o) $(ARCHIVES) \
		$(BUILD)/stamp/link
	$$(call say,LINK,$$@)
	$$(link) $$(LIBS_questions) $$(LIBS_store) $$(LIBS_document)
endef
$(foreach g,$(GUARDS),$(eval $(call weak,$(g))))

.PHONY: attack attack-programs
attack: ## try to tell people from COUNT=200 releases, SEED=1 (or CASE=...)
	@sh tests/deps.sh attack
	@$(SUBMAKE) -j$(JOBS) attack-programs
	@BUILD=$(BUILD) JOBS=$(JOBS) sh tests/attack/run.sh $(COUNT) $(SEED) \
		$(CASE)

attack-programs: $(BUILD)/conduct $(GUARDS:%=$(BUILD)/weak-%/conduct)

.PHONY: both
both: $(BUILD)/tests/tty/both_test all ## ask COUNT=200 made-up surveys in both front ends, from SEED=1
	@BUILD=$(BUILD) COUNT=$(COUNT) SEED=$(SEED) $<

# As much as one has time for; `check` does less.
KEYS    ?= 1000000
RESIZES ?= 20000
.PHONY: monkey
monkey: ## KEYS=1000000 random keys and RESIZES=20000 under the sanitisers
	@$(SUBMAKE) -j$(JOBS) BUILD=$(BUILD)-asan CFLAGS='-O1 -g' \
		SANITIZE=address,undefined $(BUILD)-asan/tests/tty/front_demo \
		$(BUILD)-asan/tests/tty/monkey_test
	@BUILD=$(BUILD)-asan KEYS=$(KEYS) RESIZES=$(RESIZES) SEED=$(SEED) \
		$(BUILD)-asan/tests/tty/monkey_test

.PHONY: bench
bench: ## speed and size, as ratios to other tools
	@sh tests/deps.sh bench
	@$(SUBMAKE) -j$(JOBS) tests
	@BUILD=$(BUILD) sh tests/bench/run.sh

.PHONY: bench-r
bench-r: ## statistics beside R with psych
	@sh tests/deps.sh bench-r
	@$(SUBMAKE) -j$(JOBS) tests
	@BUILD=$(BUILD) sh tests/bench/peers.sh R

.PHONY: cover
cover: ## lines run by the tests, per file
	@find $(BUILD)-cover -name '*.gcda' -delete 2>/dev/null || true
	@$(SUBMAKE) -j$(JOBS) BUILD=$(BUILD)-cover CFLAGS='-O0 -g --coverage' tests
	-@$(SUBMAKE) BUILD=$(BUILD)-cover CFLAGS='-O0 -g --coverage' run-tests
	@BUILD=$(BUILD)-cover sh tests/cover.sh

.PHONY: golden-update
golden-update: all $(PSEUDO) ## take what CASE=... prints now as expected
	@BUILD=$(BUILD) sh tests/golden/run.sh --update $(CASE)

.PHONY: screens-update
SCREENS = $(BUILD)/tests/tty/screens_test $(BUILD)/tests/tty/chance_preload.so
screens-update: all $(PSEUDO) $(SCREENS) ## take what the pages look like now as expected
	$(Q)rm -f tests/tty/screens/*.screen
	@BUILD=$(BUILD) SCREENS=update $(firstword $(SCREENS))

.PHONY: po
po: ## take new sentences into survey/po, to be translated
	$(Q)sh survey/po/extract.sh >survey/po/conduct.pot
	$(Q)for po in survey/po/*.po; do \
		msgmerge --quiet --update --backup=none --no-location \
			--no-fuzzy-matching \
			"$$po" survey/po/conduct.pot || exit 1; done
	$(Q)for po in survey/po/*.po; do echo "$$po:"; \
		msgfmt --check --statistics -o /dev/null "$$po"; done

.PHONY: pictures
pictures: all $(BUILD)/tests/tty/picture_test ## the screens in README.md and survey/pictures/, as they are now
	@PICTURES=write BUILD=$(BUILD) $(BUILD)/tests/tty/picture_test
	@BUILD=$(BUILD) sh tests/readme_test.sh --update

.PHONY: format
format: ## lay out all C sources
	$(Q)find questions survey analysis tests -name '*.[ch]' \
		-exec clang-format -i {} +

# ----------------------------------------------------------------- deps

.PHONY: deps deps-check deps-lint deps-bench
deps: ## install what building needs (deps-check, deps-lint, deps-bench: more)
	@sh tests/deps.sh build
deps-check:
	@sh tests/deps.sh check
deps-lint:
	@sh tests/deps.sh check lint
deps-bench:
	@sh tests/deps.sh check bench

# -------------------------------------------------------------- install

BINDIR = $(DESTDIR)$(PREFIX)/bin
MANDIR = $(DESTDIR)$(PREFIX)/share/man/man1
DOCDIR = $(DESTDIR)$(PREFIX)/share/doc/conduct
LOCALEDIR = $(DESTDIR)$(PREFIX)/share/locale
SCHEMADIR = $(DESTDIR)$(PREFIX)/share/conduct/schema
SCHEMAS = $(sort $(wildcard analysis/schema/*.schema.json))

.PHONY: install
install: all ## install below PREFIX (/usr/local), DESTDIR before it
	install -d $(BINDIR) $(MANDIR) $(DOCDIR) $(SCHEMADIR)
	install -m 755 $(BUILD)/conduct-survey $(BUILD)/conduct $(BINDIR)
	install -m 644 survey/conduct-survey.1 analysis/conduct.1 $(MANDIR)
	install -m 644 LICENSE $(DOCDIR)
	install -m 644 $(SCHEMAS) $(SCHEMADIR)
	for l in $(LANGUAGES); do \
		install -d $(LOCALEDIR)/$$l/LC_MESSAGES && \
		install -m 644 $(BUILD)/locale/$$l/LC_MESSAGES/conduct.mo \
			$(LOCALEDIR)/$$l/LC_MESSAGES || exit 1; done

.PHONY: uninstall
uninstall: ## remove what install put there
	rm -f $(BINDIR)/conduct-survey $(BINDIR)/conduct
	rm -f $(MANDIR)/conduct-survey.1 $(MANDIR)/conduct.1 $(DOCDIR)/LICENSE
	rm -f $(addprefix $(SCHEMADIR)/,$(notdir $(SCHEMAS)))
	rm -f $(LANGUAGES:%=$(LOCALEDIR)/%/LC_MESSAGES/conduct.mo)
	-rmdir $(DOCDIR) $(SCHEMADIR) $(dir $(SCHEMADIR))

.PHONY: clean
clean: ## remove everything built
	rm -rf $(BUILD) $(addprefix $(BUILD)-,asan fuzz cover clang)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' \
		Makefile

#!/bin/sh
# Attacks releases of COUNT made-up surveys, and of the weakened builds.
#
#	sh tests/attack/run.sh COUNT SEED [CASE]
#
# CASE is one survey as the output names it, such as waves-1053.
# BUILD says where the programs are, SHARED where tools/disclosure_attacker.py
# is; without it our own attack runs alone.

build=${BUILD:-build}
shared=${SHARED:-../shared}
tool=$shared/tools/disclosure_attacker.py
case=${3:-} count=${1:-200} seed=${2:-1}

# Surveys that told too much before a guard was there, so that each of these
# guards is needed by one of them whatever COUNT and SEED are.
known='waves-1032 waves-1109 alike-1198 waves-1053 all-1013 plain-1045'
if [ -z "$case" ]; then
	set --
	for survey in $known; do
		set -- "$@" --case "$survey"
	done
	python3 -B tests/attack/run.py --jobs "${JOBS:-2}" \
		--conduct "$build/conduct" "$@" || exit 1
fi
set -- --count "$count" --seed "$seed" --jobs "${JOBS:-2}" \
	--conduct "$build/conduct"
[ -z "$case" ] || set -- "$@" --case "$case"
for guard in MERGE EXACT DIFFERENCE LEDGER; do
	set -- "$@" --weak "$guard=$build/weak-$guard/conduct"
done
if [ -r "$tool" ]; then
	set -- "$@" --tool "$tool"
else
	echo "Without tools/disclosure_attacker.py (SHARED): our own attack alone."
fi
exec python3 -B tests/attack/run.py "$@"

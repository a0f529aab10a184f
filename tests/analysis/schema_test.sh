#!/bin/sh
# What stats, pitch, report and compare write, of surveys of several shapes,
# against the schemas in analysis/schema, by an independent validator; and
# files with a mistake each, which it must refuse. BUILD: the programs.

tests=$(cd "$(dirname "$0")" && pwd) || exit 2
schemas=$tests/../../analysis/schema
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
PATH=$BUILD:$PATH
export LC_ALL=C.UTF-8

# Debian's own, or whichever has the validator.
for python in /usr/bin/python3 python3; do
	$python -c 'from jsonschema import Draft202012Validator' 2>/dev/null &&
		break
	python=
done
[ "$python" ] || {
	echo "SKIP: python3-jsonschema is missing; sh tests/deps.sh check"
	exit 77
}

dir=$(mktemp -d) && chmod 700 "$dir" || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2

# run WORD...: conduct, quiet unless it fails.
run() {
	conduct "$@" >said 2>&1 && return
	echo "conduct $*"
	cat said
	echo "0 passed, 1 failed"
	exit 1
}

# survey NAME FORM N STAFF SEED
survey() {
	run simulate "$2" -n "$3" --staff "$4" --seed "$5" -o "$1.results"
}

# tell NAME FOLDER OPTION...: of a copy, whose ledger is empty.
tell() {
	cp "$1.results" "$2.results"
	survey=$2.results folder=$2
	shift 2
	run stats "$survey" -o "$folder" "$@"
	run pitch "$survey" -o "$folder" "$@"
}

run bank standard -o .
run bank full -o .
survey office standard.csv 31 40 1
survey company standard.csv 536 800 2
survey large full.csv 2000 3000 3

# Every kind of question, texts that look like formulas, five groups.
cat >odd.csv <<'END'
survey,type,name,label,kq_role,kq_topic,kq_key,kq_risky
,integer,AGE,"How old, at least?",knowledge,PUB,13..16,
,select_multiple m,M,Which are public?,knowledge,PUB,a b,
,rank m,RK,Order these,attitude,,,
,select_multiple m,H,Which do you use?,habit,,,c
,decimal,D,How many hours?,habit,,,
,date,DT,When did you join?,habit,,,
,text,TX,Say more,open,,,
,select_one s,S1,Site,segment,,,
,select_one y,NOK,No key here,knowledge,PUB,,
choices,list_name,name,label
,m,a,=A first
,m,b,"B, ""second"""
,m,c,-C third
,s,n,North
,s,t,South
,s,w,West
,s,e,East
,s,o,Other
,y,y,Yes
,y,n,No
END
printf 'topic,name\nPUB,=Public\n' >odd.topics.csv
survey few odd.csv 12 400 1
survey odd odd.csv 300 400 2

cat >frame.csv <<'END'
segment,category,n
D1,part1,300
D1,part2,200
D1,part3,300
D4,under1,200
D4,y1to4,100
D4,y5to9,250
D4,y10,250
END
printf 'topic,cut1,cut2\nPUB,0.4,0.7\n' >cuts.csv
printf 'topic,risk\nPUB,5\nCON,2\n' >risk.csv
printf 'judge,item,p\na,SET1,0.9\na,SET2,0.8\nb,SET1,0.7\nb,SET2,0.6\n' \
	>judges.csv

tell office alone --without D1,D4
tell company groups
tell large blocks
tell company framed --frame frame.csv
tell company exactly --frame frame.csv --for-analysts 'to check the schema'
tell large exactly-blocks --for-analysts 'to check the schema'
tell few odd-few
tell odd odd-groups
tell odd odd-exactly --for-analysts 'reasons, "quoted"'
cp company.results settled.results
run pitch settled.results -o settled --cuts cuts.csv --risk risk.csv \
	--judges judges.csv --minutes 4 --wpm 180 --seed 7

run open standard.csv --staff 40 --closes 2199-12-14 --pilot -o wave
run simulate wave.wave -n 31 --seed 4
run report wave.wave -o report --early

for wave in 1 2 3; do
	survey wave$wave standard.csv $((260 + 40 * wave)) 800 1$wave
done
run compare wave1.results wave2.results -o two
run compare wave1.results wave2.results wave3.results -o three
run compare wave1.results wave2.results -o two-framed --frame frame.csv
run compare office.results large.results -o other-form

$python -B "$tests/schema_check.py" "$schemas" alone groups blocks framed \
	exactly exactly-blocks odd-few odd-groups odd-exactly settled report two three two-framed other-form

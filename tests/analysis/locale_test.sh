#!/bin/sh
# A German terminal, where 0,5 is a half: every file is the same to the byte.
# The locale is made here, as most machines have none but C.

BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
PATH=$BUILD:$PATH
dir=$(mktemp -d) && chmod 700 "$dir" && cd "$dir" || exit 2
trap 'rm -rf "$dir"' EXIT
localedef -i de_DE -f UTF-8 "$dir/de_DE.UTF-8" >/dev/null 2>&1
if [ "$(LOCPATH=$dir LC_ALL=de_DE.UTF-8 locale decimal_point)" != , ]; then
	echo "SKIP: no German locale can be made (Debian: locales)"
	exit 77
fi
cat >form.csv <<'END'
survey
,type,name,label,parameters,kq_role,kq_key
,select_one yn,q,Is it?,,knowledge,y
,decimal,hours,How long?,,,
,range,scale,How much?,start=0 end=1 step=0.1,,
choices
,list_name,name,label
,yn,y,Yes
,yn,n,No
END
cat >data.csv <<'END'
q,hours,scale
y,37.5,0.3
n,0.25,0.7
y,1e-7,0
y,,1
END

# all IN: what the commands make of them, in a folder of its own.
all() {
	mkdir "$1" && cp form.csv data.csv "$1" && (
		cd "$1" || exit 1
		conduct check form.csv &&
			conduct import data.csv --form form.csv -o a.results &&
			conduct export a.results -o export &&
			conduct import export/confidential-responses.csv \
				--form export/questionnaire.json -o b.results &&
			conduct simulate form.csv -n 50 --seed 1 -o c.results &&
			conduct stats c.results -o stats
	) >"$1.said" 2>&1 || {
		echo "not so: all commands end well"
		cat "$1.said"
		echo "0 passed, 1 failed"
		exit 1
	}
}

export LC_ALL=C.UTF-8
all c
export LOCPATH="$dir" LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8
all de
if diff -r c de && diff c.said de.said && grep -q '37[.]5' c/export/*.csv; then
	echo "1 passed, 0 failed"
else
	echo "not so: the files are the same"
	echo "0 passed, 1 failed"
	exit 1
fi

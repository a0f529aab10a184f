#!/bin/sh
# A wave on a network drive: whatever would write to it is refused, with the
# reason. statfs is made to say that all is on NFS; without that all goes well.

BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
PATH=$BUILD:$PATH
nfs=$BUILD/tests/survey/network_preload.so
dir=$(mktemp -d) && chmod 700 "$dir" && cd "$dir" || exit 2
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

# tries WHAT NFS STATUS WORDS COMMAND...: how it ends, and what it says.
tries() {
	what=$1 preload=$2 status=$3 words=$4
	shift 4
	LD_PRELOAD=$preload "$@" </dev/null >said 2>&1
	got=$?
	if [ $got = "$status" ] && grep -qF -- "$words" said; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $what (ended with $got)"
		cat said
	fi
}

refused='on a network drive (NFS)'
open='conduct open --standard --staff 40 --closes 2999-12-14 --pilot'
tries 'open, on NFS' "$nfs" 1 "$refused" $open -o n
tries 'open' '' 0 'Wrote w.wave' $open -o w
tries 'answer, on NFS' "$nfs" 5 "$refused" conduct-survey --line w.wave
tries 'answer' '' 4 'Type start' conduct-survey --line w.wave
tries 'codes, on NFS' "$nfs" 1 "$refused" conduct codes w.wave -n 3
tries 'close, on NFS' "$nfs" 1 "$refused" conduct close w.wave --early --unread
tries 'status, which only reads' "$nfs" 0 '0 of about 40' conduct status w.wave
tries 'audit, on NFS' "$nfs" 1 'network' conduct audit w.wave
tries 'close' '' 0 'Closed' conduct close w.wave --early --unread
[ ! -e n.wave ] && [ ! -e n.key ] || {
	failed=$((failed + 1))
	echo 'not so: a refused wave leaves no file'
}
echo "$passed passed, $failed failed"
[ $failed = 0 ]

#!/bin/sh
# A second emulator: the survey in tmux, from the start page to what is left
# on the screen and in tmux's history afterwards, however it ended; a program
# that wipes in the other order is found out. BUILD says where conduct and
# conduct-survey are. Skipped where there is no tmux.

BUILD=${BUILD:-build}
command -v tmux >/dev/null 2>&1 || {
	echo "SKIP: no tmux"
	exit 77
}
dir=$(mktemp -d) || exit 2
name= servers=0
passed=0
unset TMUX
# A client whose terminal is gone cannot be looked through for leaks: the
# sanitiser that would do it never ends. Other tests look.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
export LC_ALL=C.UTF-8 TMUX_TMPDIR="$dir"
tmux() { command tmux -u -L "$name" -f "$dir/conf" "$@" 2>/dev/null; }
: >"$dir/conf"
trap 'tmux kill-server; rm -rf "$dir"' EXIT

# start ROWS COLUMNS COMMAND...: in a shell, so that what is left can be seen,
# and in a server of its own, since the one before is still going down.
start() {
	[ -n "$name" ] && tmux kill-server
	servers=$((servers + 1)) name=conduct-test-$$-$servers
	rows=$1 columns=$2
	shift 2
	tmux new-session -d -x "$columns" -y "$rows" \
		"$*; echo ended with \$?; exec cat"
}

screen() { tmux capture-pane -p; }
history() { tmux capture-pane -p -S -; }

# Until the screen has the text; 5 s at most.
wait_for() {
	tries=0
	until screen | grep -qF -- "$1"; do
		tries=$((tries + 1))
		[ $tries -gt 250 ] && return 1
		sleep 0.02
	done
}

# check WHAT COMMAND...: the first that does not hold ends the test.
check() {
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		echo "not so: $what"
		screen
		echo "$passed passed, 1 failed"
		exit 1
	fi
}

# keys TEXT KEY...: once the text is there.
keys() {
	text=$1
	shift
	check "shows \"$text\"" wait_for "$text"
	tmux send-keys "$@"
}

# The process that PID has started.
child_of() {
	cat /proc/[0-9]*/stat 2>/dev/null |
		awk -v parent="$1" '{ pid = $1; sub(/.*\) /, "") }
			$2 == parent { print pid; exit }'
}

# The one that asks: below its parent, below the shell.
asking() {
	child_of "$(child_of "$(tmux display -p '#{pane_pid}')")"
}

cursor_is() { [ "$(tmux display -p '#{cursor_x},#{cursor_y}')" = "$1" ]; }
nothing_of() { ! history | grep -qF -- "$1"; }

chmod 700 "$dir"
"$BUILD/conduct" open --staff 40 --closes 2030-12-14 -o "$dir/x.wave" \
	>"$dir/said" 2>&1 || {
	cat "$dir/said"
	echo "0 passed, 1 failed"
	exit 1
}
survey="$BUILD/conduct-survey $dir/x.wave"

start 24 80 "$survey"
keys '[ Start ]' Enter
keys 'How do you get on the internet' Down Space
check 'the choice' wait_for '> (*) 2  On a shared computer'
check 'the cursor is on it' cursor_is 3,7
tmux resize-window -x 40 -y 12
check 'the choice at 40x12' wait_for '> (*) 2  On a shared computer'
check 'Continue at 40x12' wait_for '[ Continue ]'
tmux resize-window -x 80 -y 24
check 'the choice at 80x24' wait_for 'Question 1 of'
tmux send-keys Enter
keys 'How often do you use' s
keys '[ Leave. My answers are kept ]' Enter
check 'the exit code' wait_for 'ended with 3'
check 'no answer is left' nothing_of 'shared computer'
check 'no code is left' nothing_of 'Spelled'

start 24 80 "$survey --kiosk"
keys '[ Start ]' Enter
keys 'How do you get on the internet' 2 Enter
keys 'How often do you use' C-x
keys '[ Delete my answers and leave ]' Tab Tab Enter
check 'the next person' wait_for '[ Start ]'
check 'sees nothing of the last one' nothing_of 'How often'

# Where nothing is drawn on another screen than the one with a history.
echo 'set -g alternate-screen off' >"$dir/conf"

something_of() { history | grep -qF -- "$1"; }

# answers SURVEY: up to an answer that can be seen.
answers() {
	start 24 80 "$1"
	keys '[ Start ]' Enter
	keys 'How do you get on the internet' Down Space
	check 'the choice' wait_for '> (*) 2  On a shared computer'
	check 'it is there to be found' something_of 'shared computer'
}

for signal in HUP TERM KILL ABRT; do
	answers "$survey"
	kill -$signal "$(asking)"
	check "the end by $signal" wait_for 'ended with'
	check "no answer is left by $signal" nothing_of 'shared computer'
done
answers "$survey"
tmux send-keys C-t
keys 'Type a number' stop Enter
keys 'Type leave' leave Enter
check 'the end in plain lines' wait_for 'ended with 3'
check 'no answer is left of either' nothing_of 'shared computer'
wrong=$(cd "$BUILD" && pwd)/tests/tty/wipe_preload.so
answers "LD_PRELOAD=$wrong $survey"
kill -KILL "$(asking)"
check 'the end with the other order' wait_for 'ended with'
check 'the other order is found out' something_of 'shared computer'

start 24 80 "$survey --line"
keys 'Type start' start Enter
keys 'How do you get on the internet' 2 Enter
keys 'You chose 2' hide Enter
check 'hidden' wait_for 'Show my answers?'
check 'no answer is left to see' nothing_of 'shared computer'
tmux send-keys Enter
check 'shown again' wait_for 'How often'
kill -KILL "$(asking)"
check 'the end' wait_for 'ended with 137'
check 'no answer is left of plain lines' nothing_of 'How often'
: >"$dir/conf"

start 24 80 "TERM=dumb $survey"
keys 'Type start' start Enter
check 'plain lines where there is no screen' \
	wait_for 'How do you get on the internet'

# Some of the pages that screens_test has, in another emulator.
"$BUILD/conduct" open --staff 40 --closes 2030-12-14 -o "$dir/pages.wave" \
	tests/tty/screens/form.csv >"$dir/said" 2>&1 || {
	cat "$dir/said"
	echo "$passed passed, 1 failed"
	exit 1
}

# What stands there, and in a last line where the cursor is.
taken() {
	screen
	tmux display -p 'cursor #{cursor_y},#{cursor_x}'
}

# looks_as NAME LANGUAGE: 5 s at most; the difference is shown.
looks_as() {
	golden=tests/tty/screens/$1.$2.${columns}x$rows.screen
	tries=0
	until taken | cmp -s - "$golden"; do
		tries=$((tries + 1))
		[ $tries -gt 250 ] && taken | diff - "$golden" && return
		[ $tries -gt 250 ] && return 1
		sleep 0.02
	done
}

# page NAME KEY...: the keys, then the page.
page() {
	name_of_page=$1
	shift
	tmux send-keys "$@"
	check "$name_of_page.$language at ${columns}x$rows" \
		looks_as "$name_of_page" "$language"
}

for size in '12 40' '24 80' '50 132'; do
	for language in en cy; do
		start ${size% *} ${size#* } "$BUILD/conduct-survey $dir/pages.wave"
		check 'the languages' wait_for 'Cymraeg'
		case $language in cy) tmux send-keys Down ;; esac
		tmux send-keys Enter
		check 'the start' wait_for '> ['
		page note Enter
		page one C-n
		page one-chosen 2
		tmux send-keys C-n
		page several-ticked 1 3 Down
		tmux send-keys C-n
		page rank-held Down Space Up
		tmux send-keys Space C-n
		page item-sure 2
	done
done

echo "$passed passed, 0 failed"

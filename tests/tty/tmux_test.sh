#!/bin/sh
# A second emulator: the survey in tmux, from the start page to what is left
# on the screen and in tmux's history afterwards. BUILD says where conduct and
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
tmux() { command tmux -u -L "$name" -f /dev/null "$@" 2>/dev/null; }
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

start 24 80 "TERM=dumb $survey"
keys 'Type start' start Enter
check 'plain lines where there is no screen' \
	wait_for 'How do you get on the internet'

echo "$passed passed, 0 failed"

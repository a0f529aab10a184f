#!/bin/sh
# Is the screen in README.md the one that people see, but for empty rows? And
# are the pictures there? --update puts the screen there.
cd "$(dirname "$0")/.." || exit 2
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
failed=0

"$BUILD/conduct" bank standard -o "$dir" >/dev/null || exit 1
{
	echo '```'
	"$BUILD/conduct-survey" --preview --text "$dir/standard.csv" |
		awk '/^== / { on = $2 == "PUB1" && $3 !~ /:/; next }
		on && !/^= /' | cat -s
	echo '```'
} >"$dir/screen"
awk -v screen="$dir/screen" '
/^<!-- end of screen/ { skip = 0 }
!skip
/^<!-- screen/ {
	while ((getline line <screen) > 0)
		print line
	skip = 1
}' README.md >"$dir/README.md"

[ "$(grep -c '^<!-- \(end of \)\?screen' README.md)" = 2 ] || {
	echo 'README.md: the marks around the screen are not there'
	failed=1
}
grep -q '\[ Continue \]' "$dir/screen" || {
	echo 'no question came out of conduct-survey --preview --text'
	failed=1
}
[ "$1" = --update ] && [ $failed = 0 ] && cp "$dir/README.md" README.md
diff -u README.md "$dir/README.md" || {
	echo 'README.md: its screen is not current; make pictures'
	failed=1
}
for picture in survey/pictures/screen-question.svg survey/pictures/screen-check.svg; do
	grep -q "($picture)" README.md && [ -s $picture ] || {
		echo "README.md: it does not show $picture"
		failed=1
	}
done
echo "$((1 - failed)) passed, $failed failed"
[ $failed = 0 ]

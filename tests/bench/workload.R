# What an analyst who knows R and psych would write for one wave: 36 frequency
# tables, 36 x 4 crosstabs, difficulty, mean and variance of the score, KR-20
# (alpha of right and wrong), corrected item-rest correlations, mean score by
# four segments.
#
#	Rscript workload.R ANSWERS.csv KEYS
#
# The same file and the same last lines as workload.py's.

arguments <- commandArgs(TRUE)
data <- read.csv(arguments[1], colClasses = "factor", na.strings = "")
keys <- strsplit(arguments[2], "")[[1]]
knowledge <- data[1:30]
questions <- data[1:36]
segments <- data[37:40]

frequencies <- lapply(questions, table, useNA = "ifany")
crosstabs <- lapply(questions, function(q) lapply(segments, function(s)
	table(q, s, useNA = "ifany")))

right <- mapply(function(answer, key) as.integer(answer == key), knowledge,
		keys)
difficulty <- colMeans(right, na.rm = TRUE)
score <- rowSums(right, na.rm = TRUE)
means <- lapply(segments, function(s) tapply(score, s, mean))

complete <- right[complete.cases(right), ]
total <- rowSums(complete)
scale <- suppressWarnings(psych::alpha(complete, n.iter = 1))

for (s in names(means))
	cat(s, sprintf("%.4f", means[[s]]), "\n")
cat(sprintf("%s difficulty %.9f\n", names(difficulty), difficulty), sep = "")
cat(sprintf("complete %d mean %.9f variance %.9f\n", length(total),
	    mean(total), var(total)))
cat(sprintf("kr20 %.9f\n", scale$total$raw_alpha))

#!/usr/bin/env python3
"""Writes intervals.csv: quantiles and Wilson limits with 50 digits of working
precision, from the textbook formulas (not from the ones the program uses).

normal,p            z with P(Z <= z) = p, by mpmath's erfinv
t,p,df              t with P(T <= t) = p, root of the incomplete beta function
wilson,x,n          both roots of (x/n - P)^2 = z^2 P(1 - P)/n (Wilson 1927)
wilson_fpc,x,n,N    the same with P(1 - P)/n x (N - n)/(N - 1) (O'Neill 2021)

Needs python3-mpmath. Run: python3 tests/data/intervals.py > tests/data/intervals.csv
"""
from mpmath import mp, mpf, erfinv, sqrt, betainc, findroot

mp.dps = 50


def normal(p):
    return sqrt(2) * erfinv(2 * p - 1)


def t_quantile(p, df):
    def upper(t):
        return betainc(mpf(df) / 2, mpf(1) / 2, 0, df / (df + t * t),
                       regularized=True) / 2
    guess = normal(p) * (1 + (normal(p) ** 2 + 1) / (4 * mpf(df)))
    return findroot(lambda t: upper(t) - (1 - p), guess, tol=1e-40,
                    maxsteps=200)


def wilson(x, n, N=None):
    z2 = normal(mpf('0.975')) ** 2
    spread = z2 / n * (mpf(N - n) / (N - 1) if N else 1)
    p = mpf(x) / n
    a, b, c = 1 + spread, -(2 * p + spread), p * p
    root = sqrt(max(b * b - 4 * a * c, mpf(0)))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def row(kind, args, values):
    cells = [mp.nstr(v, 20) for v in values]
    args = [str(a) for a in args] + [''] * (3 - len(args))
    print(','.join([kind] + args + cells + [''] * (2 - len(cells))))


print('kind,a,b,c,low,high')
for p in ('1e-30', '1e-12', '0.000001', '0.005', '0.025', '0.07', '0.3',
          '0.5', '0.6', '0.9', '0.95', '0.975', '0.995', '0.9999'):
    row('normal', [p], [normal(mpf(float(p)))])
for p in ('0.75', '0.95', '0.975', '0.995', '0.9995'):
    for df in (1, 2, 3, 9, 30, 79, 80, 81, 199, 1524, 99999):
        row('t', [p, df], [t_quantile(mpf(float(p)), df)])
for x, n in ((0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (1, 1000), (58, 120),
             (975, 1523), (999999, 1000000), (1, 1000000)):
    row('wilson', [x, n], wilson(x, n))
for x, n, N in ((3, 10, 30), (58, 120, 200), (0, 25, 40), (25, 25, 40),
                (24, 25, 26), (1, 999999, 1000000), (7, 12, 1000000)):
    row('wilson_fpc', [x, n, N], wilson(x, n, N))

#!/usr/bin/env python3
"""Writes distributions.csv: tails and quantiles with 50 digits of working
precision, each worked out a second time with 80 and found the same.

Arguments are doubles, written so that they read back the same. *_upper is
P(X > x). Tails come from the incomplete gamma and beta functions of mpmath, a
quantile is the root that bisection finds for its smaller tail.

Needs python3-mpmath. Run:
python3 tests/data/distributions.py > tests/data/distributions.csv
"""
import itertools

from mpmath import (mp, mpf, betainc, erfc, gammainc, inf, loggamma, psi,
                    sqrt, log, exp, almosteq, nstr)


def lgamma(x):
    return loggamma(x)


def digamma(x):
    return psi(0, x)


def normal_upper(z):
    return erfc(z / sqrt(mpf(2))) / 2


def chi2_upper(x, df):
    return gammainc(df / 2, x / 2, inf, regularized=True)


def gamma_lower(a, x):
    return gammainc(a, 0, x, regularized=True)


def beta_series(x, a, b):
    """DLMF 8.17.8, whose terms are positive, for shapes betainc gives up."""
    term, total, n = mpf(1), mpf(0), 0
    while term > total * mpf(10) ** -mp.dps:
        total += term
        term *= x * (a + b + n) / (a + 1 + n)
        n += 1
    return total / a * exp(a * log(x) + b * log(1 - x) + loggamma(a + b) -
                           loggamma(a) - loggamma(b))


def beta_cdf(x, a, b):
    if min(a, b) > 10000:
        return beta_series(x, a, b)
    return betainc(a, b, 0, x, regularized=True)


def beta_upper(x, a, b):
    return betainc(b, a, 0, 1 - x, regularized=True)


def t_upper(t, df):
    tail = betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t),
                   regularized=True) / 2
    return tail if t >= 0 else 1 - tail


def f_upper(f, df1, df2):
    return betainc(df2 / 2, df1 / 2, 0, df2 / (df2 + df1 * f),
                   regularized=True)


def f_lower(f, df1, df2):
    return betainc(df1 / 2, df2 / 2, 0, df1 * f / (df2 + df1 * f),
                   regularized=True)


def log_choose(n, k):
    return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


def root(tail, p, low, high):
    """x between low and high: bisects ln x until 30 digits stand."""
    low, high = log(mpf(low)), log(mpf(high))
    rises = tail(exp(high)) > tail(exp(low))
    while high - low > mpf(10) ** -32:
        middle = (low + high) / 2
        if (tail(exp(middle)) < p) == rises:
            low = middle
        else:
            high = middle
    return exp(low)


def quantile(lower, upper, p, low, high):
    if p < 0.5:
        return root(lower, p, low, high)
    return root(upper, 1 - p, low, high)


def t_quantile(p, df):
    far = p if p < 0.5 else 1 - p
    t = root(lambda t: t_upper(t, df), far, '1e-40', '1e40')
    return -t if p < 0.5 else t


def f_quantile(p, df1, df2):
    return quantile(lambda f: f_lower(f, df1, df2),
                    lambda f: f_upper(f, df1, df2), p, '1e-60', '1e60')


def chi2_quantile(p, df):
    return quantile(lambda x: gamma_lower(df / 2, x / 2),
                    lambda x: chi2_upper(x, df), p, '1e-60', '1e7')


def beta_quantile(p, a, b):
    return quantile(lambda x: beta_cdf(x, a, b),
                    lambda x: beta_upper(x, a, b), p, '1e-60', 1)


def rows(f, *lists):
    for args in itertools.product(*lists):
        row(f, *args)


def row(f, *args):
    values = []
    for digits in (50, 80):
        mp.dps = digits
        values.append(f(*[mpf(a) for a in args]))
    assert almosteq(*values, rel_eps=mpf(10) ** -25), (f, args)
    if 0 < values[0] < mpf(10) ** -300:
        return  # hardly a double any more
    cells = [repr(a) for a in args] + [''] * (3 - len(args))
    print(','.join([f.__name__] + cells + [nstr(values[0], 20)]))


print('function,a,b,c,value')
rows(normal_upper, (-30.0, -5.0, -.1, 1e-10, .3, 1.0, 2.5, 5.0, 20.0, 36.6))
rows(lgamma, (1e-10, .01, .3, .9999, 1.3, 2.1, 7.0, 171.0, 1e6, 1e12))
rows(digamma, (1e-10, .01, .3, 1.3, 1.9, 2.1, 7.0, 11.99, 171.0, 1e12))
rows(log_choose, (60.0, 1000.0, 1e6, 1e9), (1.0, 5.0, 30.0))
for df in (.3, .5, 1.0, 2.0, 7.5, 30.0, 200.0, 1e4):
    for r in (1e-6, .5, .99, 1.0, 1.1, 1.5, 3.0):
        row(chi2_upper, r * df, df)
row(chi2_upper, 1280.0, 1.0)
row(chi2_upper, 1300.0, 4.0)
row(chi2_upper, 2000.0, 200.0)
rows(gamma_lower, (.15, .5, 3.75, 100.0), (1e-3, .5, 3.0, 50.0, 100.0))
rows(t_upper, (-2.0, .001, .7, 1.0, 1.01, 3.0, 8.0, 30.0),
     (.3, 1.0, 2.5, 30.0, 199.0, 5000.25))
row(t_upper, 1e9, 30.0)
rows(f_upper, (.1, .95, 1.0, 1.4, 17.0), (.4, 1.0, 1.75, 8.0, 60.5),
     (.4, 4.0, 33.3, 360.2, 22860.0))
rows(f_upper, (.9, .99, 1.02), (1524.0,), (22860.0,))
rows(beta_cdf, (1e-9, .1, .5, .9), (.2, 1.0, 40.25, 700.0),
     (.2, 1.0, 3.0, 77.5))
rows(beta_upper, (1e-9, .1, .5, .9), (.2, 2.75, 40.25), (.5, 3.0, 77.5, 500.0))
row(beta_cdf, .999, 2e4, .2)
row(beta_cdf, .466, 1e5, 1e5)
row(beta_cdf, .31, 31500.0, 68500.0)
rows(t_quantile, (1e-30, .025, .4, .6, .999), (1.0, 2.5, 30.0, 5000.25))
rows(f_quantile, (1e-9, .025, .5, .975, .999999), (1.0, 8.0, 1524.0),
     (4.0, 33.3, 360.2))
rows(chi2_quantile, (1e-9, .025, .5, .975, .999999), (.5, 1.0, 7.5, 30.0))
rows(beta_quantile, (1e-9, .025, .5, .975), (.5, 1.0, 40.25), (.5, 3.0, 77.5))

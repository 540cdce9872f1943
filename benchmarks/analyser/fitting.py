"""Fit rules that weigh whole texts and their sentences one by one; at training time only (NumPy, SciPy).

A rule gives a text: start + what it is (columns of `whole`) by weights + the logarithm of the mean, over its sentences,
of the exponential of (what the sentence is by weights). That is how `journal.analyser.told` reads the weights back.
Nobody has labelled the sentences; that some sentence must tell it is all that is known: multiple-instance learning,
with the instances pooled by log-mean-exp.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

STEPS = 150
Array = NDArray[np.float64]
# Of (what each rule gives each text, a row a text; further numbers): the loss, and how it changes with both.
Loss = Callable[[Array, Array], tuple[float, Array, Array]]


class Texts(NamedTuple):
    """What texts are, a row each, and their sentences, a row each, where those of text n are first[n] to first[n + 1].

    `sentences` without columns: only the texts are weighed.
    """

    whole: csr_matrix
    sentences: csr_matrix
    first: NDArray[np.int64]


class Fitted(NamedTuple):
    """A rule: its start, the weights of the columns of a text, and those of the columns of a sentence."""

    start: float
    whole: Array
    sentences: Array


def yes_or_no(y: NDArray[np.bool_], counts: Array) -> Loss:
    """Give the loss of one rule that says yes or no; both count alike over all, each text for `counts` of its kind."""
    total = np.where(y, counts[y].sum(), counts[~y].sum())
    weight = counts * counts.sum() / (2 * total)

    def loss(z: Array, _: Array) -> tuple[float, Array, Array]:
        odds = z[:, 0]
        slope = weight * (expit(odds) - y)
        return float((weight * (np.logaddexp(0, odds) - y * odds)).sum()), slope[:, None], np.zeros(0)

    return loss


def one_or_both(kind: NDArray[np.int64], counts: Array) -> Loss:
    """Give the loss of two rules, where a text is of the one (0), of both (1) or of the other (2) alone."""
    total = np.array([counts[kind == one].sum() for one in range(3)])
    weight = counts * counts.sum() / (3 * total[kind])
    rows = np.arange(len(kind))

    def loss(z: Array, both: Array) -> tuple[float, Array, Array]:
        scores = np.column_stack([z[:, 0], z.sum(axis=1) + both[0], z[:, 1]])
        most = scores.max(axis=1)
        powers = np.exp(scores - most[:, None])
        total = powers.sum(axis=1)
        value = (weight * (most + np.log(total) - scores[rows, kind])).sum()
        slope = powers / total[:, None]
        slope[rows, kind] -= 1
        slope *= weight[:, None]
        of_rules = np.column_stack([slope[:, 0] + slope[:, 1], slope[:, 1] + slope[:, 2]])
        return float(value), of_rules, slope[:, 1:2].sum(0)

    return loss


def fit(texts: Texts, loss: Loss, rules: int, further: int, decay: float) -> tuple[list[Fitted], Array]:
    """Give that many rules, and the further numbers of the loss; `decay` is the L2 penalty on the weights."""
    wide, deep = texts.whole.shape[1], texts.sentences.shape[1]
    each = 1 + wide + deep
    begins, counted = texts.first[:-1], np.diff(texts.first)
    of_text = np.repeat(np.arange(len(counted)), counted)
    across = texts.sentences.T.tocsr() if deep else None

    def value(rule: Array) -> tuple[Array, Array | None]:
        z = rule[0] + texts.whole @ rule[1 : 1 + wide]
        if not deep:
            return z, None
        amounts = texts.sentences @ rule[1 + wide :]
        most = np.maximum.reduceat(amounts, begins)
        powers = np.exp(amounts - most[of_text])
        total = np.add.reduceat(powers, begins)
        return z + most + np.log(total / counted), powers / total[of_text]

    def all_told(numbers: Array) -> tuple[float, Array]:
        split = [numbers[n * each : (n + 1) * each] for n in range(rules)]
        met = [value(rule) for rule in split]
        lost, slope, last = loss(np.column_stack([z for z, _ in met]), numbers[rules * each :])
        slopes = []
        for n, (rule, (_, shares)) in enumerate(zip(split, met, strict=True)):
            lost += decay / 2 * float(rule[1:] @ rule[1:])
            parts = [slope[:, n].sum(keepdims=True), texts.whole.T @ slope[:, n]]
            if across is not None and shares is not None:
                parts.append(across @ (shares * slope[of_text, n]))
            mine = np.concatenate(parts)
            mine[1:] += decay * rule[1:]
            slopes.append(mine)
        return lost, np.concatenate([*slopes, last])

    found = minimize(
        all_told, np.zeros(rules * each + further), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
    ).x
    split = [found[n * each : (n + 1) * each] for n in range(rules)]
    return [Fitted(float(r[0]), r[1 : 1 + wide], r[1 + wide :]) for r in split], found[rules * each :]

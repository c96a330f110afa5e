"""Trains a language's judge from annotated articles and writes it into its pack as judge.tsv.

    python tools/train_judge.py --gold ../shared/gold/train.jsonl [--language ar] [--evaluate ../shared/gold/dev.jsonl]

Three logistic models (scikit-learn, L2), over the features of marsad.coding.roles and .judging:
roles (which party does it, which has it done to it), status, and events (is it one). The event model
is trained on candidates of articles that the other two have not seen (five folds by outlet), and the
threshold is the one with the best F1 on those. Same gold, same file: nothing here is random.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from marsad.coding.candidates import Candidate
from marsad.coding.coder import Coder, Reading
from marsad.coding.model import Judge, LinearModel
from marsad.coding.sentences import Splitter
from marsad.coding.times import TimeGrammar
from marsad.evaluation.match import similarity
from marsad.language.pack import load
from marsad.model import STATUSES, Article

FOLDS = 5
MIN_COUNT = 3
SMALL = 0.015
Gold = dict[str, Any]


def articles(paths: Sequence[Path]) -> list[tuple[Article, Gold]]:
    """The articles of gold files with their annotation."""
    keys = ("id", "title", "text", "published", "outlet", "language", "url")
    found = []
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                record = json.loads(line)
                found.append((Article.from_dict({k: record.get(k) for k in keys}), record))
    return found


def folds_of(golds: Sequence[tuple[Article, Gold]]) -> list[int]:
    """A fold for each article: whole outlets, the largest first into the emptiest fold."""
    sizes = Counter(article.outlet for article, _ in golds)
    load_of = [0] * FOLDS
    place: dict[str | None, int] = {}
    for outlet, size in sorted(sizes.items(), key=lambda item: (-item[1], str(item[0]))):
        place[outlet] = load_of.index(min(load_of))
        load_of[place[outlet]] += size
    return [place[article.outlet] for article, _ in golds]


class Reader:
    """Reads articles with a given judge (or none, keeping what one would weigh)."""

    def __init__(self, language: str) -> None:
        self._pack = load(language)
        self._times = TimeGrammar.from_dict(self._pack.times, self._pack.fold)
        self._splitter = Splitter(self._pack)

    def read(self, article: Article, judge: Judge | None) -> Reading:
        """One reading; traced when there is no judge."""
        return Reading(article, self._pack, self._times, self._splitter, judge, trace=judge is None)


def told_by(reading: Reading, candidate: Candidate, gold: Gold) -> list[Gold]:
    """The gold events of the candidate's act whose evidence holds its trigger, or else its sentence."""
    content = reading.article.content
    words = reading.sentences[candidate.sentence].words
    start, end = words[candidate.hit.first].start, words[candidate.hit.last - 1].end
    exact, near = [], []
    for event in gold["events"]:
        if event["act"] != candidate.act:
            continue
        at = content.find(event["evidence"])
        if at < 0:
            continue
        until = at + len(event["evidence"])
        if at - 2 <= start and end <= until + 2:
            exact.append(event)
        elif words[0].start <= at and until <= words[-1].end + 1 and abs(start - at) < 120:
            near.append(event)
    return exact or near


def role_examples(reading: Reading, gold: Gold) -> tuple[list[list[str]], list[str]]:
    """Features and role of each party of each trigger that tells a gold event."""
    features, labels = [], []
    for found in reading.candidates:
        for candidate in found:
            if not candidate.parties:
                continue
            events = told_by(reading, candidate, gold)
            if not events:
                continue
            source = {c for e in events for c in e["source"]}
            target = {c for e in events for c in e["target"]}
            named = {c for p in candidate.parties if not p.context for c in p.codes}
            for party in candidate.parties:
                codes = set(party.codes)
                role = "none"
                if codes & source and codes <= source | target:
                    role = "source"
                elif codes & target and codes <= target:
                    role = "target"
                if role != "none" and party.context and codes <= named:
                    role = "none"  # the sentence itself names it
                features.append(party.features)
                labels.append(role)
    return features, labels


def status_examples(reading: Reading, gold: Gold) -> tuple[list[list[str]], list[str]]:
    """Features and status of each candidate whose parties are those of a gold event there."""
    features, labels = [], []
    for found in reading.candidates:
        for candidate in found:
            if not candidate.status_features:
                continue
            parties = set(candidate.source + candidate.target)
            for event in told_by(reading, candidate, gold):
                if parties & set(event["source"] + event["target"]):
                    features.append(candidate.status_features)
                    labels.append(event["status"])
                    break
    return features, labels


def fit(features: list[list[str]], labels: list[str], classes: Sequence[str], strength: float) -> LinearModel:
    """A logistic model over the given features; for two classes one column of weights, for the second."""
    vectorizer = CountVectorizer(analyzer=lambda x: x, min_df=MIN_COUNT, binary=True, dtype=np.float64)
    matrix = vectorizer.fit_transform(features)
    model = LogisticRegression(C=strength, max_iter=400)
    model.fit(matrix, labels)
    order = list(model.classes_)
    names = vectorizer.get_feature_names_out()
    if len(order) == 2:
        rows = {"": (float(model.intercept_[0]),)} | {
            str(n): (float(w),) for n, w in zip(names, model.coef_[0], strict=True)
        }
        classes = (order[1],)
    else:
        index = [order.index(c) for c in classes]
        rows = {"": tuple(float(model.intercept_[i]) for i in index)} | {
            str(n): tuple(float(model.coef_[i][k]) for i in index) for k, n in enumerate(names)
        }
    kept = {n: tuple(round(x, 3) for x in w) for n, w in rows.items() if not n or max(map(abs, w)) >= SMALL}
    return LinearModel(classes, kept)


def flat(pairs: Sequence[tuple[list[list[str]], list[str]]]) -> tuple[list[list[str]], list[str]]:
    """The examples of several articles together."""
    return [f for fs, _ in pairs for f in fs], [x for _, xs in pairs for x in xs]


ROLE_CLASSES = ("none", "source", "target")
NO_EVENTS = LinearModel(("yes",), {"": (0.0,)})


def record(candidate: Candidate) -> Gold:
    """A candidate as the scorer sees it."""
    return {
        "act": candidate.act, "source": list(candidate.source), "target": list(candidate.target),
        "status": candidate.status, "date": candidate.date,
    }  # fmt: skip


def right(candidate: Candidate, gold: Gold) -> bool:
    """Whether some event of the article has this act and these parties."""
    found = record(candidate)
    return any(e["act"] == candidate.act and similarity(e, found) >= 0.5 for e in gold["events"])


def main() -> None:
    """Trains, reports, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--language", default="ar")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--roles", type=float, default=0.15, help="C of the role model")
    parser.add_argument("--status", type=float, default=0.3)
    parser.add_argument("--events", type=float, default=0.05)
    args = parser.parse_args()
    golds = articles(args.gold)
    folds = folds_of(golds)
    reader = Reader(args.language)
    traced = [reader.read(article, None) for article, _ in golds]
    roles = [role_examples(r, g) for r, (_, g) in zip(traced, golds, strict=True)]
    statuses = [status_examples(r, g) for r, (_, g) in zip(traced, golds, strict=True)]
    say(f"{len(golds)} articles; roles {sum(len(y) for _, y in roles)}, statuses {sum(len(y) for _, y in statuses)}")
    unseen: list[tuple[int, Candidate]] = []
    role_right = role_all = 0
    for fold in range(FOLDS):
        inside = [i for i, f in enumerate(folds) if f != fold]
        judge = Judge(
            fit(*flat([roles[i] for i in inside]), ROLE_CLASSES, args.roles),
            fit(*flat([statuses[i] for i in inside]), STATUSES, args.status),
            NO_EVENTS,
            0.0,
        )
        for index, (article, _) in enumerate(golds):
            if folds[index] != fold:
                continue
            for features, label in zip(*roles[index], strict=True):
                p = judge.roles.probabilities(features)
                role_right += ROLE_CLASSES[max(range(3), key=lambda k: p[k])] == label
                role_all += 1
            reading = reader.read(article, judge)
            unseen += [(index, c) for found in reading.candidates for c in found if c.features]
    say(f"roles right, unseen: {role_right / role_all:.3f}")
    labels = ["yes" if right(c, golds[i][1]) else "no" for i, c in unseen]
    say(f"candidates {len(unseen)}, right {labels.count('yes')}")
    guesses = [0.0] * len(unseen)
    for fold in range(FOLDS):
        inside = [k for k, (i, _) in enumerate(unseen) if folds[i] != fold]
        model = fit([unseen[k][1].features for k in inside], [labels[k] for k in inside], ("yes",), args.events)
        for k, (i, candidate) in enumerate(unseen):
            if folds[i] == fold:
                guesses[k] = model.probability(candidate.features)
    threshold = best_threshold(golds, unseen, guesses)
    judge = Judge(
        fit(*flat(roles), ROLE_CLASSES, args.roles),
        fit(*flat(statuses), STATUSES, args.status),
        fit([c.features for _, c in unseen], labels, ("yes",), args.events),
        threshold,
    )
    out = args.out or Path(__file__).parent.parent / "src/marsad/language" / args.language / "judge.tsv"
    out.write_text(text_of(judge), "utf-8")
    say(f"wrote {out} ({out.stat().st_size / 1e6:.2f} MB), threshold {threshold}")


def best_threshold(golds: list[tuple[Article, Gold]], unseen: list[tuple[int, Candidate]], guesses: list[float]) -> float:
    """The threshold with the best events F1 on unseen articles; prints the curve."""
    from marsad.coding.events import merge
    from marsad.evaluation.match import pair_events

    total = sum(len(g["events"]) for _, g in golds)
    best = (0.0, 0.5)
    for step in range(20, 71, 5):
        threshold = step / 100
        kept: dict[int, list[Candidate]] = {}
        for (index, candidate), guess in zip(unseen, guesses, strict=True):
            if guess >= threshold:
                candidate.score = guess
                kept.setdefault(index, []).append(candidate)
        matched = predicted = 0.0
        for index, candidates in kept.items():
            groups = [record(group[0]) for group in merge(candidates)]
            predicted += len(groups)
            matched += sum(s for _, _, s in pair_events(golds[index][1]["events"], groups))
        precision, recall = matched / max(predicted, 1), matched / total
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        say(f"  threshold {threshold:.2f}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
        best = max(best, (f1, threshold))
    return best[1]


def text_of(judge: Judge) -> str:
    """judge.tsv: readable, sorted, the same for the same gold."""
    lines = ["# Trained by tools/train_judge.py; see docs/figures.md. Weights of features, one model after another."]
    lines.append(f"[threshold]\t{judge.threshold}")
    for name, model in (("roles", judge.roles), ("status", judge.status), ("events", judge.events)):
        lines.append("\t".join([f"[{name}]", *model.classes]))
        for feature, weights in sorted(model.weights.items()):
            lines.append("\t".join([feature, *(f"{w:g}" for w in weights)]))
    return "\n".join(lines) + "\n"


def say(text: str) -> None:
    """Progress, on stderr."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

"""Measures on the database that the environment names; `python -m bench` calls it."""

from __future__ import annotations

import argparse

import django

SEARCH = "search"
MEASUREMENTS = ("publishing", "images", "exchange", "preview", "growth", "delivery", "layers", SEARCH)


def main() -> None:
    arguments = _arguments()
    django.setup()
    from bench import delivery, exchange, growth, images, layers, preview, publishing, search

    pid, seconds = arguments.database_pid, arguments.seconds
    if "publishing" in arguments.only:
        publishing.report(pages=arguments.pages, database_pid=pid)
    if "images" in arguments.only:
        images.report()
    if "exchange" in arguments.only:
        exchange.report(pages=arguments.pages)
    if "preview" in arguments.only:
        preview.report(pages=arguments.pages)
    if "growth" in arguments.only:
        growth.report(sizes=arguments.sizes, database_pid=pid, seconds=seconds)
    if "delivery" in arguments.only:
        delivery.report(database_pid=pid, seconds=seconds)
    if "layers" in arguments.only:
        layers.report()
    if SEARCH in arguments.only:
        search.report(entries=arguments.entries, database_pid=pid)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database-pid", type=int)
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", required=True)
    parser.add_argument("--entries", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=MEASUREMENTS)
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""``marsad db``: the record as a database: its schema, its soundness, its copies."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from marsad.cli.database import database_option, open_record, where


@click.group(short_help="Upgrade, verify, back up and restore the record.")
def db() -> None:
    """Look after the database that holds the record."""


@db.command()
@database_option
def upgrade(db: str | None) -> None:
    """Bring an older record to the schema of this version (one transaction; a backup first is wise)."""
    from marsad.store.engine import connect
    from marsad.store.migrating import upgrade as bring_up

    database = connect(where(db, make=True))
    try:
        before, after = bring_up(database)
    finally:
        database.close()
    changed = f"{database.name}: schema {before or 'none'} → {after}"
    click.echo(changed if before != after else f"schema {after}: up to date")


@db.command()
@database_option
def verify(db: str | None) -> None:
    """Read every row and hold it against the chain of digests: any that was altered, added or removed is found."""
    from marsad.store.verify import verify as look

    with open_record(db) as record:
        found = look(record.database)
    for finding in found.findings:
        click.echo(f"entry {finding.seq}: {finding.message}" if finding.seq else finding.message, err=True)
    click.echo(f"{found.entries} entries, {found.rows} rows: {'sound' if not found.findings else 'NOT sound'}")
    if found.findings:
        sys.exit(1)


@db.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@database_option
def backup(target: Path, db: str | None) -> None:
    """Copy the record to a new file while it is in use; the copy is verified before it gets its name."""
    from marsad.store.backup import backup as copy

    with open_record(db) as record:
        entries = copy(record.database, target)
    click.echo(f"{target}: {entries} entries, verified")


@db.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@database_option
def restore(source: Path, db: str | None) -> None:
    """Make the record from a backup; one that is there is never overwritten."""
    from marsad.store.backup import restore as bring_back

    target = Path(where(db, make=True))
    click.echo(f"{target}: {bring_back(source, target)} entries, verified")


@db.command()
@database_option
def info(db: str | None) -> None:
    """Show what the record holds, and the digest of its last entry (keep it elsewhere to see a cut end)."""
    with open_record(db) as record:
        for name, value in record.figures().items():
            click.echo(f"{name:<16} {value}")

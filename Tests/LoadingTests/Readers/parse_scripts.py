#!/usr/bin/env python3
"""Parses SQL scripts with sqlglot: parse_scripts.py DIALECT FILE...

Prints each statement that the dialect's grammar does not accept, with the file. sqlglot does not know the procedural
languages: their control words are removed first, and the statements between them are parsed.
"""

import logging
import re
import resource
import sys
from pathlib import Path

import sqlglot
from sqlglot import exp

# sqlglot logs statements that it keeps as text.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

QUOTES = {"'": "'", '"': '"', "`": "`"}
# Statements and control words without SQL of their own.
CONTROL = re.compile(
    r"(?:DECLARE|BEGIN|BEGIN TRANSACTION|COMMIT|COMMIT TRANSACTION|ROLLBACK|ROLLBACK TRANSACTION|END|END IF|ELSE"
    r"|RAISE|EXCEPTION\s+WHEN (?:OTHER|ERROR) THEN)", re.IGNORECASE)
LEADING = re.compile(
    r"\s*(?:DECLARE\s+(?=\w+ (?:INTEGER|VARCHAR|RESULTSET))|BEGIN\s+(?!ISOLATION|TRANSACTION)|ELSE\s+"
    r"|EXCEPTION\s+WHEN (?:OTHER|ERROR) THEN\s+|IF (?P<condition>.+?) THEN\s+(?=SELECT|RAISE|lines))",
    re.IGNORECASE | re.DOTALL)
# Variables of a script: a declaration, or an assignment whose value is SQL.
DECLARATION = re.compile(r"(?:DECLARE )?\w+ (?:INTEGER|VARCHAR|STRING|RESULTSET|ARRAY<STRING>)")
ASSIGNMENT = re.compile(r"(?:SET |SET VARIABLE )?\w+ :?= (?=\()")
# Accepted as text: sqlglot has no grammar for them.
TEXT_ONLY = {
    "snowflake": r"ALTER SESSION SET \w+ = '\w+'",
    "databricks": r"SET TIME ZONE 'UTC'|EXECUTE IMMEDIATE \w+|DECLARE OR REPLACE VARIABLE \w+ STRING",
    "clickhouse": r"INSERT INTO .+ FROM INFILE '[^']+' COMPRESSION '\w+' FORMAT \w+"
    r"|ALTER TABLE \S+ (?:DROP PARTITION '[^']+'|REPLACE PARTITION '[^']+' FROM \S+)|TRUNCATE TABLE \S+",
    "redshift": r"LOCK \S+",
    "bigquery": r"DROP EXTERNAL TABLE IF EXISTS \S+",
}


def statements(text: str):
    """Splits a script at semicolons outside quotes."""
    start = position = 0
    while position < len(text):
        character = text[position]
        if text.startswith("--", position):
            end = text.find("\n", position)
            text = text[:position] + text[end:]
        elif character in QUOTES:
            position += 1
            while text[position] != character:
                position += 2 if text[position] == "\\" and character != '"' else 1
            position += 1
        elif character == ";":
            yield text[start:position].strip()
            position += 1
            start = position
        else:
            position += 1
    if text[start:].strip():
        raise ValueError(f"not ended by a semicolon: {text[start:].strip()[:60]}")


def parts(statement: str):
    """Yields the SQL of a statement in a procedural language."""
    while match := LEADING.match(statement):
        if match["condition"]:
            yield "SELECT " + match["condition"]
        statement = statement[match.end() :]
    statement = statement.strip()
    if DECLARATION.fullmatch(statement) or CONTROL.fullmatch(statement):
        return
    if statement.startswith("RAISE USING MESSAGE = "):
        yield "SELECT " + statement.removeprefix("RAISE USING MESSAGE = ")
    elif statement.startswith("RETURN TABLE"):
        return
    elif match := ASSIGNMENT.match(statement):
        yield "SELECT " + statement[match.end() :]
    else:
        yield re.sub(r" INTO :\w+(?=\s+FROM)", "", statement)


def check(dialect: str, path: Path) -> list[str]:
    text = path.read_text()
    text = re.sub(r"EXECUTE IMMEDIATE \$\$\n(.*?)\n\$\$;", r"\1;", text, flags=re.DOTALL)
    # psql's commands; the query before `\gset` has no semicolon.
    text = re.sub(r"^\s*\\gset.*$", ";", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*\\.*$", "", text, flags=re.MULTILINE)
    problems = []
    count = 0
    for statement in statements(text):
        for sql in parts(statement):
            count += 1
            if re.fullmatch(TEXT_ONLY[dialect], sql):
                continue
            try:
                trees = sqlglot.parse(sql, dialect=dialect)
            except sqlglot.errors.SqlglotError as error:
                problems.append(f"{path.name}: {error}: {sql[:200]}")
                continue
            if len(trees) != 1 or any(isinstance(tree, exp.Command) or tree is None for tree in trees):
                problems.append(f"{path.name}: not parsed: {sql[:200]}")
    if count == 0:
        problems.append(f"{path.name}: no statements")
    return problems


if __name__ == "__main__":
    # sqlglot can consume all memory on invalid input.
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    for name in sys.argv[2:]:
        for problem in check(sys.argv[1], Path(name)):
            print(problem)

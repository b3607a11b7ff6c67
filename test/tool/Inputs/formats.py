# SPDX-License-Identifier: Apache-2.0
"""Checks the structure of a report, and prints what a test wants to look at.

formats.py sarif FILE ROOT   SARIF 2.1.0: members, types, what refers to what; then one line a result
formats.py gitlab FILE       GitLab's code quality: members, unique fingerprints
formats.py junit FILE        JUnit: well-formed, counts that are right
formats.py jsonl FILE        one object a line, each of a known kind

A report that breaks a rule ends the run with a message that says where.
"""
import json
import re
import sys
import urllib.parse
import xml.etree.ElementTree as xml

# SARIF 2.1.0 as far as cotidy writes it, from the normative text of its chapter 3: for each object
# its members with their types, `!` where the text requires one. A type in brackets is an array, and
# a member that is not listed is a mistake.
TEXT = {"text": "string!", "markdown": "string"}
SARIF = {
    "log": {"version": "2.1.0!", "$schema": "uri", "runs": "[run]!"},
    "run": {"tool": "tool!", "columnKind": "unicodeCodePoints", "invocations": "[invocation]",
            "originalUriBaseIds": "map of artifactLocation", "results": "[result]"},
    "tool": {"driver": "toolComponent!"},
    "toolComponent": {"name": "string!", "version": "string", "informationUri": "uri",
                      "rules": "[rule]"},
    "rule": {"id": "string!", "name": "string", "shortDescription": "text",
             "fullDescription": "text", "help": "text", "helpUri": "uri",
             "defaultConfiguration": "configuration"},
    "configuration": {"level": "level", "enabled": "bool"},
    "invocation": {"executionSuccessful": "bool!", "toolExecutionNotifications": "[notification]"},
    "notification": {"message": "text!", "level": "level", "locations": "[location]"},
    "result": {"ruleId": "string", "ruleIndex": "int", "level": "level", "message": "text!",
               "locations": "[location]", "relatedLocations": "[location]",
               "codeFlows": "[codeFlow]", "fixes": "[fix]",
               "partialFingerprints": "map of string"},
    "codeFlow": {"threadFlows": "[threadFlow]!"},
    "threadFlow": {"locations": "[threadFlowLocation]!"},
    "threadFlowLocation": {"location": "location"},
    "location": {"id": "int", "physicalLocation": "physicalLocation", "message": "text"},
    "physicalLocation": {"artifactLocation": "artifactLocation", "region": "region"},
    "artifactLocation": {"uri": "uri", "uriBaseId": "string"},
    "region": {"startLine": "count", "startColumn": "count", "endLine": "count",
               "endColumn": "count"},
    "fix": {"description": "text", "artifactChanges": "[artifactChange]!"},
    "artifactChange": {"artifactLocation": "artifactLocation!", "replacements": "[replacement]!"},
    "replacement": {"deletedRegion": "region!", "insertedContent": "text"},
    "text": TEXT,
}
NOT_EMPTY = {"threadFlows", "artifactChanges", "replacements", "locations of threadFlow"}


def fail(where, what):
    sys.exit(f"{where}: {what}")


def check(value, kind, where):
    """Fails unless `value` is of that kind, all the way down."""
    if kind.startswith("["):
        if not isinstance(value, list):
            fail(where, "not an array")
        for index, each in enumerate(value):
            check(each, kind[1:-1], f"{where}[{index}]")
    elif kind.startswith("map of "):
        if not isinstance(value, dict) or not value:
            fail(where, "not an object with members")
        for name, each in value.items():
            check(each, kind[7:], f"{where}.{name}")
    elif kind in SARIF:
        check_object(value, kind, where)
    elif kind == "string":
        if not isinstance(value, str):
            fail(where, "not a string")
    elif kind == "uri":
        if not isinstance(value, str) or not re.fullmatch(r"[\w.~:/?#\[\]@!$&'()*+,;=%-]+", value):
            fail(where, f"not a URI: {value}")
        if re.search(r"%(?![0-9A-Fa-f]{2})", value):
            fail(where, f"a broken escape: {value}")
    elif kind in ("int", "count"):
        least = 1 if kind == "count" else 0
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            fail(where, f"not a number of at least {least}: {value}")
    elif kind == "bool":
        if not isinstance(value, bool):
            fail(where, "not true or false")
    elif kind == "level":
        if value not in ("none", "note", "warning", "error"):
            fail(where, f"no level: {value}")
    elif value != kind:
        fail(where, f"{value!r}, not {kind!r}")


def check_object(value, kind, where):
    members = SARIF[kind]
    if not isinstance(value, dict):
        fail(where, "not an object")
    for name in value:
        if name not in members:
            fail(where, f"{kind} has no member {name}")
    for name, what in members.items():
        if name in value:
            check(value[name], what.rstrip("!"), f"{where}.{name}")
            if (name in NOT_EMPTY or f"{name} of {kind}" in NOT_EMPTY) and not value[name]:
                fail(where, f"{name} is empty")
        elif what.endswith("!"):
            fail(where, f"{kind} wants the member {name}")


def check_references(run, root):
    """What the text says about members that name others."""
    rules = run["tool"]["driver"]["rules"]
    names = [rule["id"] for rule in rules]
    if len(set(names)) != len(names):
        fail("rules", "a name stands twice")
    bases = run["originalUriBaseIds"]
    for name, base in bases.items():
        if not base["uri"].endswith("/") or not base["uri"].startswith("file:///"):
            fail(name, "not the URI of a folder")
    if urllib.parse.unquote(bases["%SRCROOT%"]["uri"]) != f"file://{root.rstrip('/')}/":
        fail("%SRCROOT%", f"not {root}")

    def places(value):
        if isinstance(value, dict):
            if "uri" in value and "uriBaseId" in value:
                if value["uriBaseId"] not in bases or re.match(r"/|\w+:", value["uri"]):
                    fail("artifactLocation", f"not below its base: {value}")
            if "endLine" in value:
                ends = (value["endLine"], value["endColumn"])
                if ends < (value["startLine"], value["startColumn"]):
                    fail("region", f"ends before it begins: {value}")
            for each in value.values():
                places(each)
        elif isinstance(value, list):
            for each in value:
                places(each)

    places(run["results"])
    prints = [result["partialFingerprints"]["cotidy/v1"] for result in run["results"]]
    if len(set(prints)) != len(prints):
        fail("results", "a fingerprint stands twice")
    for result in run["results"]:
        if "ruleIndex" in result and names[result["ruleIndex"]] != result["ruleId"]:
            fail("ruleIndex", f"is not that of {result['ruleId']}")
        ids = [place["id"] for place in result.get("relatedLocations", [])]
        if len(set(ids)) != len(ids):
            fail("relatedLocations", "an id stands twice")


def spot(location):
    place = location["physicalLocation"]
    region = place.get("region", {})
    return f"{place['artifactLocation']['uri']}:{region.get('startLine')}:{region.get('startColumn')}"


def sarif(file, root):
    with open(file, encoding="utf-8") as text:
        log = json.load(text)
    check(log, "log", "log")
    for run in log["runs"]:
        check_references(run, root)
        for rule in run["tool"]["driver"]["rules"]:
            print("rule", rule["id"], rule.get("helpUri", "-"),
                  "page" if rule["help"].get("markdown", "").startswith("# ") else "no page")
        for result in run["results"]:
            print(spot(result["locations"][0]), result["level"], result["ruleId"],
                  result["partialFingerprints"]["cotidy/v1"])
            for place in result.get("relatedLocations", []):
                print("  note", spot(place), place["message"]["text"])
            for flow in result.get("codeFlows", []):
                for step in flow["threadFlows"][0]["locations"]:
                    print("  step", spot(step["location"]))
            for fix in result.get("fixes", []):
                for change in fix["artifactChanges"]:
                    for each in change["replacements"]:
                        print("  fix", change["artifactLocation"]["uri"],
                              list(each["deletedRegion"].values()),
                              each["insertedContent"]["text"].strip())
        invocation = run["invocations"][0]
        print("successful", invocation["executionSuccessful"])
        for each in invocation.get("toolExecutionNotifications", []):
            print("notification", *map(spot, each.get("locations", [])), each["message"]["text"])


def gitlab(file):
    with open(file, encoding="utf-8") as text:
        issues = json.load(text)
    prints = [issue["fingerprint"] for issue in issues]
    if len(set(prints)) != len(prints):
        fail(file, "a fingerprint stands twice")
    for issue in issues:
        if issue["severity"] not in ("info", "minor", "major", "critical", "blocker"):
            fail(file, f"no severity: {issue['severity']}")
        line = issue["location"]["lines"]["begin"]
        if not isinstance(line, int) or line < 1 or issue["location"]["path"].startswith("./"):
            fail(file, f"no place: {issue['location']}")
        print(f"{issue['location']['path']}:{line}", issue["severity"], issue["check_name"],
              issue["fingerprint"])


def junit(file):
    root = xml.parse(file).getroot()
    if root.tag != "testsuites":
        fail(file, f"is a {root.tag}")
    for suite in root.findall("testsuite"):
        cases = suite.findall("testcase")
        for name, found in (("tests", cases), ("failures", suite.findall("testcase/failure")),
                            ("errors", suite.findall("testcase/error"))):
            if int(suite.get(name)) != len(found):
                fail(file, f"{name} is {suite.get(name)}, and there are {len(found)}")
        for case in cases:
            outcome = [child.tag for child in case] or ["passed"]
            print(case.get("name"), *outcome, *(child.get("message") for child in case))


def jsonl(file):
    with open(file, encoding="utf-8") as text:
        for number, line in enumerate(text, 1):
            each = json.loads(line)
            if each.get("type") not in ("finding", "problem", "unit"):
                fail(f"{file}:{number}", f"no type: {each.get('type')}")
            print(f"{each.get('path')}:{each.get('line')}:{each.get('column')}", each["type"],
                  each.get("rule", "-"), each.get("fingerprint", each.get("trouble")),
                  "fix" if "fix" in each else "")


globals()[sys.argv[1]](*sys.argv[2:])

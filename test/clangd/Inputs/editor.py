# SPDX-License-Identifier: Apache-2.0
"""Does what an editor does with a language server, and prints what a person would see.

editor.py FILE SERVER [ARGS...]: opens FILE, prints its diagnostics, takes the first quick fix that
is offered for each line with one, one after the other, and prints the diagnostics and the text that
are left. The file on disk is not written.
"""
import pathlib
import sys

from language_server import Server


def show(title, diagnostics):
    print(f"{title}: {len(diagnostics)}")
    for each in diagnostics:
        start = each["range"]["start"]
        print(f"  {start['line'] + 1}:{start['character'] + 1}: {each['message'].splitlines()[0]}"
              f" [{each.get('source')}: {each.get('code')}]")
        for note in each.get("relatedInformation", []):
            start = note["location"]["range"]["start"]
            print(f"    {start['line'] + 1}:{start['character'] + 1}: {note['message']}")


def offset(text, position):
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[:position["line"]])) + position["character"]


def apply(text, edits):
    for edit in sorted(edits, key=lambda e: offset(text, e["range"]["start"]), reverse=True):
        begin, end = (offset(text, edit["range"][side]) for side in ("start", "end"))
        text = text[:begin] + edit["newText"] + text[end:]
    return text


def main():
    path = pathlib.Path(sys.argv[1]).resolve()
    uri, text, version = path.as_uri(), path.read_text(), 1
    server = Server(sys.argv[2:])
    server.initialize(path.parent.as_uri())
    server.open(uri, text, version)
    found = server.diagnostics(version)
    show("opened", found)

    while found:
        actions = [action for each in found for action in server.request(
            "textDocument/codeAction",
            {"textDocument": {"uri": uri}, "range": each["range"],
             "context": {"diagnostics": [each]}})
            if action.get("kind") == "quickfix" and "edit" in action]
        if not actions:
            break
        print(f"fix: {actions[0]['title']}")
        text = apply(text, actions[0]["edit"]["changes"][uri])
        version += 1
        server.change(uri, text, version)
        found = server.diagnostics(version)
        show("edited", found)
    server.stop()
    print(text)


main()

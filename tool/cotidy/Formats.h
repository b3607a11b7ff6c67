// SPDX-License-Identifier: Apache-2.0
// The formats that platforms read: one function each, from the results of a run to a text.
#ifndef COTIDY_TOOL_FORMATS_H
#define COTIDY_TOOL_FORMATS_H

#include "Results.h"

namespace cotidy::driver {

struct About {
  std::string Version;
  std::string DocsUrl; ///< Where the folder docs/ of this version is shown; empty: nowhere.
};

/// SARIF 2.1.0: what code scanning services and editors read.
std::string asSarif(const Results &Of, Places &Where, const About &Tool);
/// Workflow commands, which GitHub shows at the lines of a pull request.
std::string asGitHub(const Results &Of, Places &Where);
/// GitLab's report of code quality.
std::string asGitLab(const Results &Of, Places &Where);
/// JUnit's XML: a test case a unit, and one that fails a finding.
std::string asJUnit(const Results &Of, Places &Where);
/// One JSON object a line: findings, problems, units that failed.
std::string asJsonLines(const Results &Of, Places &Where);

/// `src/a.cpp:3:7`, as far as it is known.
std::string placeOf(const Found &F);
/// The message with its notes, a line each, with their places.
std::string messageWithNotes(const Found &F, Places &Where);

} // namespace cotidy::driver

#endif

// SPDX-License-Identifier: Apache-2.0
// Two runs as lanes over virtual time.
#ifndef COTIDY_VALIDATE_TIMELINE_H
#define COTIDY_VALIDATE_TIMELINE_H

#include "Program.h"

namespace cotidy::validate {

/// An SVG of the run of the version before above the one after, on one time scale.
std::string drawn(const Run &Before, const Run &After);

} // namespace cotidy::validate

#endif

// SPDX-License-Identifier: Apache-2.0
// The result of a unit as bytes, for the pipe between a worker and the driver.
#ifndef COTIDY_TOOL_WIRE_H
#define COTIDY_TOOL_WIRE_H

#include "LintUnit.h"

namespace cotidy::driver {

std::string encode(const UnitResult &Result);

/// \returns nothing when \p Bytes are not a whole result, as from a worker that crashed.
std::optional<UnitResult> decode(llvm::StringRef Bytes);

} // namespace cotidy::driver

#endif

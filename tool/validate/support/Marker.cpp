// SPDX-License-Identifier: Apache-2.0
// Where the program's own code ends: this file is linked right behind it.
#include "Inside.h"

namespace cotidy::validate {

// What lies before it in memory was compiled from the program under test.
void endOfProgram() {}

} // namespace cotidy::validate

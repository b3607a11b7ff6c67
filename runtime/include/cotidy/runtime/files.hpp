// SPDX-License-Identifier: Apache-2.0
// Whole files, read and written on another thread.
#pragma once

#include <string>

#include "cotidy/runtime/task.hpp"

namespace cotidy::rt {

// The file's content. Throws std::system_error.
task<std::string> read_file(std::string path);
// Replaces the file, or makes it: a reader sees the old content or the new one, never a part.
// Throws std::system_error; the file is as it was then.
task<> write_file(std::string path, std::string content);

} // namespace cotidy::rt

// SPDX-License-Identifier: Apache-2.0
// Acme's sleep.
#pragma once
#include <acme/task.hpp>
#include <chrono>
namespace acme {
task<> pause(std::chrono::milliseconds);
}

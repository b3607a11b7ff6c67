// SPDX-License-Identifier: Apache-2.0
// Which types are tasks, and when the work behind them starts.
#ifndef COTIDY_ANALYSIS_TASKS_H
#define COTIDY_ANALYSIS_TASKS_H

#include "models/Index.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Type.h"

namespace cotidy {

/// Whether a value of the type can be awaited: by the models, or by its shape.
bool isTaskType(clang::QualType T, const model::Index &Models);

/// Whether the type is a task in the narrow sense: by the models, or because it is a coroutine's
/// and can be awaited. Awaiters that no coroutine makes are none.
bool isAwaitableTask(clang::QualType T, const model::Index &Models);

/// Whether the type is a task, or a container or view of tasks.
bool holdsTasks(clang::QualType T, const model::Index &Models);

/// Whether coroutines of the type hand over many values, by the models or by their promise.
bool isGeneratorType(clang::QualType T, const model::Index &Models);

/// When work of the task type starts, if that is known.
std::optional<model::Start> startOf(clang::QualType T, const model::Index &Models);

} // namespace cotidy

#endif

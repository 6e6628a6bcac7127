#ifndef EARSHOT_STUDY_ANALYSES_H
#define EARSHOT_STUDY_ANALYSES_H

#include "solver/study/model.h"

#include <spdlog/logger.h>

#include <filesystem>

namespace earshot {

/// Does what the [[analysis]] tables of a case ask for and writes its files: modes.csv, modes/*.pvd.
/// Collective; rank 0 writes. @throws UserError, EigenproblemError
void run_analyses(const Model &model, const std::filesystem::path &directory, spdlog::logger &log);

} // namespace earshot

#endif

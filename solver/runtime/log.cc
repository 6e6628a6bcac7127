#include "solver/runtime/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include <filesystem>

namespace earshot {

std::shared_ptr<spdlog::logger> make_log(const std::string &directory, const Options &options, bool root) {
  if (!root)
    return std::make_shared<spdlog::logger>("earshot", std::make_shared<spdlog::sinks::null_sink_mt>());
  std::vector<spdlog::sink_ptr> sinks;
  auto screen = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
  screen->set_level(options.quiet ? spdlog::level::warn : spdlog::level::info);
  screen->set_pattern("%^%v%$");
  sinks.push_back(screen);
  const bool afresh = !options.resume;
  auto file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(
      (std::filesystem::path(directory) / "run.log").string(), afresh);
  file->set_pattern("%Y-%m-%d %H:%M:%S.%e  %l  %v");
  sinks.push_back(file);
  auto log = std::make_shared<spdlog::logger>("earshot", sinks.begin(), sinks.end());
  log->set_level(spdlog::level::debug);
  log->flush_on(spdlog::level::info);
  return log;
}

void note_in_file(spdlog::logger &log, const std::string &error) {
  log.sinks().front()->set_level(spdlog::level::off); // the screen
  log.error("{}", error);
}

std::string describe(const Options &options) {
  std::string text = "options: " + options.case_file;
  for (const auto &[file, option] :
       {std::pair{options.model, " --model "}, {options.save_model, " --save-model "}})
    if (!file.empty())
      text += option + file;
  for (const std::string &assignment : options.overrides)
    text += " --set '" + assignment + "'";
  for (const auto &[given, flag] :
       {std::pair{options.resume, " --resume"}, {options.force, " --force"}, {options.quiet, " --quiet"}})
    if (given)
      text += flag;
  return text + (options.directory.empty() ? "" : " --output " + options.directory);
}

} // namespace earshot

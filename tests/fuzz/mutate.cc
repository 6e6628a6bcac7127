// Changes shipped cases and a mesh at random, asks `earshot check` for its opinion, and counts how it ends.
// Bad input may end in exit code 2 with a message that names a file; all else is a finding: a signal, no
// answer within the time limit, exit code 1, exit code 2 without a file's name. Findings are kept with their
// messages.
//
//   fuzz.mutate [--configs 1000] [--meshes 200] [--seed 1] [--seconds 30] [--keep folder]
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <gmsh.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Random = std::mt19937_64;

std::string contents(const fs::path &file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write(const fs::path &file, const std::string &text) {
  std::ofstream(file, std::ios::binary) << text;
}

std::size_t below(Random &random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, std::max<std::size_t>(limit, 1) - 1)(random);
}

struct Piece {
  std::size_t at, length;
};

/// A number of the text at random; nothing (length 0) when it has none.
Piece any_number(const std::string &text, Random &random) {
  std::vector<Piece> numbers;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = std::isdigit(static_cast<unsigned char>(text[i])) != 0 &&
                        (i == 0 || std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0);
    if (!begins)
      continue;
    const std::size_t end = std::min(text.find_first_not_of("0123456789.eE", i), text.size());
    numbers.push_back({i, end - i});
    i = end;
  }
  return numbers.empty() ? Piece{0, 0} : numbers[below(random, numbers.size())];
}

std::vector<std::string> lines_of(const std::string &text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string> &lines) {
  return fmt::format("{}\n", fmt::join(lines, "\n"));
}

std::string with_other_number(std::string text, Random &random) {
  static const std::vector<std::string> odd{"0",   "-1",    "1e308", "-1e308", "1e-308", "1e999", "nan",
                                            "inf", "1e-12", "1e12",  "99999",  "1e6",    "0.1",   "7",
                                            "2e9", "-0.0",  "1e-3",  "3",      "100",    "1e3"};
  const Piece number = any_number(text, random);
  if (number.length == 0)
    return text;
  if (below(random, 2) == 0)
    return text.replace(number.at, number.length, odd[below(random, odd.size())]);
  const double value = std::strtod(text.substr(number.at, number.length).c_str(), nullptr);
  const double factor = std::pow(10, static_cast<double>(below(random, 13)) / 2 - 3);
  return text.replace(number.at, number.length, fmt::format("{:.6g}", value * factor));
}

std::string with_other_lines(const std::string &text, Random &random) {
  std::vector<std::string> lines = lines_of(text);
  if (lines.empty())
    return text;
  const std::size_t i = below(random, lines.size()), k = below(random, lines.size());
  switch (below(random, 4)) {
  case 0:
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
    break;
  case 1:
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(k), lines[i]);
    break;
  case 2:
    std::swap(lines[i], lines[k]);
    break;
  default: // the value of another key
    if (const auto a = lines[i].find('='), b = lines[k].find('=');
        a != std::string::npos && b != std::string::npos)
      lines[i] = lines[i].substr(0, a) + lines[k].substr(b);
  }
  return joined(lines);
}

std::string with_other_bytes(std::string text, Random &random) {
  if (text.empty())
    return text;
  const std::size_t at = below(random, text.size());
  switch (below(random, 4)) {
  case 0:
    text[at] = static_cast<char>(below(random, 256));
    break;
  case 1:
    text.resize(at);
    break;
  case 2:
    text.insert(at, 1, static_cast<char>(below(random, 256)));
    break;
  default:
    for (std::size_t i = at; i < std::min(at + 8, text.size()); ++i) // a count, in a binary file
      text[i] = below(random, 2) == 0 ? '\xff' : static_cast<char>(below(random, 256));
  }
  return text;
}

std::string mutated(std::string text, Random &random) {
  for (std::size_t i = 0, n = 1 + below(random, 3); i < n; ++i)
    switch (below(random, 8)) {
    case 0:
      text = with_other_bytes(text, random);
      break;
    case 1:
    case 2:
      text = with_other_lines(text, random);
      break;
    default:
      text = with_other_number(text, random);
    }
  return text;
}

struct Ending {
  std::string kind; ///< "0", "1", "2", "signal 11", "no answer", "2 without file"
  std::string words;
};

/// `earshot check` of a file. @param seconds after which it is ended
Ending check(const fs::path &file, const fs::path &words, int seconds) {
  const pid_t pid = fork();
  if (pid == 0) {
    const int out = open(words.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, 1), dup2(out, 2);
    const rlimit none{0, 0}; // no core files
    setrlimit(RLIMIT_CORE, &none);
    setpgid(0, 0);
    execl(EARSHOT_BINARY, EARSHOT_BINARY, "check", file.c_str(), nullptr);
    _exit(127);
  }
  const auto start = std::chrono::steady_clock::now();
  int status = 0;
  bool late = false;
  while (waitpid(pid, &status, WNOHANG) == 0) {
    if (!late && std::chrono::steady_clock::now() - start > std::chrono::seconds(seconds)) {
      late = true;
      kill(-pid, SIGKILL);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const std::string said = contents(words);
  if (late)
    return {"no answer", said};
  if (WIFSIGNALED(status))
    return {fmt::format("signal {}", WTERMSIG(status)), said};
  const int code = WEXITSTATUS(status);
  const bool named = said.find(file.parent_path().filename().string()) != std::string::npos;
  return {code == 2 && !named ? "2 without file" : std::to_string(code), said};
}

/// A small mesh in all forms that can be written, each with the case that uses it.
std::vector<std::string> meshes(const fs::path &folder, const fs::path &small) {
  const fs::path mesh = folder / "good.msh";
  const std::string command =
      fmt::format("'{}' mesh '{}' -o '{}' >/dev/null", EARSHOT_BINARY, small.string(), mesh.string());
  if (std::system(command.c_str()) != 0)
    throw std::runtime_error("can't make a mesh of " + small.string());
  std::vector<std::string> forms;
  for (const double version : {2.2, 4.1})
    for (const int binary : {0, 1}) {
      gmsh::initialize(0, nullptr, false);
      gmsh::option::setNumber("General.Terminal", 0);
      gmsh::open(mesh.string());
      gmsh::option::setNumber("Mesh.MshFileVersion", version);
      gmsh::option::setNumber("Mesh.Binary", binary);
      const fs::path form = folder / "form.msh";
      gmsh::write(form.string());
      gmsh::finalize();
      forms.push_back(contents(form));
    }
  return forms;
}

class Campaign {
public:
  Campaign(fs::path keep, int seconds) : keep_(std::move(keep)), seconds_(seconds) {
    if (!keep_.empty())
      fs::create_directories(keep_);
  }

  /// @param file to be checked @param changed what was changed: the same file or a mesh
  void ask(const fs::path &file, const fs::path &changed, const std::string &number) {
    const Ending ending = check(file, file.parent_path() / "words", seconds_);
    ++count_[ending.kind];
    if (ending.kind == "0" || ending.kind == "2")
      return;
    ++findings_;
    fmt::print("{}: {}\n{}", number, ending.kind, ending.words.substr(0, 500));
    std::fflush(stdout);
    if (!keep_.empty()) {
      fs::copy_file(changed, keep_ / (number + changed.extension().string()),
                    fs::copy_options::overwrite_existing);
      write(keep_ / (number + ".txt"), ending.kind + "\n" + ending.words);
    }
  }

  int report() const {
    for (const auto &[kind, count] : count_)
      fmt::print("{:>16}: {}\n", kind, count);
    return findings_ == 0 ? 0 : 1;
  }

private:
  fs::path keep_;
  int seconds_, findings_ = 0;
  std::map<std::string, int> count_;
};

} // namespace

int main(int argc, char **argv) {
  CLI::App app("mutates cases and meshes for earshot check");
  int configs = 1000, mesh_count = 200, seconds = 30;
  unsigned long seed = 1;
  std::string keep;
  app.add_option("--configs", configs);
  app.add_option("--meshes", mesh_count);
  app.add_option("--seed", seed);
  app.add_option("--seconds", seconds, "time limit of one check");
  app.add_option("--keep", keep, "folder for findings");
  CLI11_PARSE(app, argc, argv);

  const fs::path source = EARSHOT_SOURCE_DIR,
                 folder = fs::temp_directory_path() / fmt::format("mutate-{}", getpid());
  fs::copy(source / "configs", folder, fs::copy_options::recursive); // what cases include lies beside them
  fs::copy_file(source / "tests/cases/small.toml", folder / "small.toml");
  std::vector<fs::path> cases;
  for (const auto &entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".toml")
      cases.push_back(entry.path());
  std::sort(cases.begin(), cases.end());

  Campaign campaign(keep, seconds);
  const fs::path changed = folder / "mutated.toml";
  for (int i = 0; i < configs; ++i) {
    Random random(seed * 1'000'003 + i);
    write(changed, mutated(contents(cases[below(random, cases.size())]), random));
    campaign.ask(changed, changed, fmt::format("config-{}", i));
  }
  if (mesh_count > 0) {
    const std::vector<std::string> forms = meshes(folder, folder / "small.toml");
    const std::string text = contents(folder / "small.toml");
    const std::size_t begin = text.find("[geometry.rear]"), end = text.find("[[surface]]");
    std::string rest = text.substr(0, begin) + text.substr(end);
    const std::string size = "size = \"5 mm\"";
    rest.replace(rest.find(size), size.size(), "file = \"mutated.msh\"");
    write(folder / "mesh_case.toml", rest);
    for (int i = 0; i < mesh_count; ++i) {
      Random random(seed * 2'000'003 + i);
      const std::string &good = forms[below(random, forms.size())];
      write(folder / "mutated.msh",
            below(random, 2) == 0 ? with_other_bytes(good, random) : mutated(good, random));
      campaign.ask(folder / "mesh_case.toml", folder / "mutated.msh", fmt::format("mesh-{}", i));
    }
  }
  fs::remove_all(folder);
  return campaign.report();
}

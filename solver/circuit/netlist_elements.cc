#include "solver/circuit/netlist_elements.h"

#include "solver/circuit/circuit.h"
#include "solver/circuit/spice_number.h"
#include "solver/config/located.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace earshot {

namespace {

constexpr int deepest_instance = 20;
constexpr std::size_t most_elements = 10000;

/// Lines that ask for an analysis or describe what a linear circuit has no use for.
const std::set<std::string> left_out{
    ".ac",      ".op",     ".tran",  ".dc",      ".print",   ".plot",  ".probe",    ".save",
    ".options", ".option", ".opt",   ".meas",    ".measure", ".four",  ".noise",    ".tf",
    ".sens",    ".title",  ".width", ".nodeset", ".ic",      ".temp",  ".backanno", ".wave",
    ".net",     ".model",  ".step",  ".disto",   ".pz",      ".graph", ".preset"};

bool is_number_like(const std::string &word) {
  return !word.empty() && (std::isdigit(static_cast<unsigned char>(word[0])) != 0 ||
                           std::string("{'.+-").find(word[0]) != std::string::npos);
}

bool has_digit(const std::string &word) {
  return std::any_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// Prose in the place of the first element.
bool can_be_title(const NetlistLine &line) {
  if (line.words.empty())
    return false;
  const std::string &first = line.words[0];
  if (std::string("rlckefghtvixb.").find(first[0]) == std::string::npos)
    return true;
  if (first[0] == '.' || !line.assignments.empty())
    return false;
  if (first[0] == 't' && line.text.find("z0") == std::string::npos)
    return true;
  if (has_digit(first))
    return false;
  return first[0] != 'x' && std::none_of(line.words.begin() + 1, line.words.end(), is_number_like);
}

bool names_parameter(const std::string &text, const std::string &name) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const auto is_letter = [&](std::size_t k) {
      return k < text.size() && (std::isalnum(static_cast<unsigned char>(text[k])) != 0 || text[k] == '_');
    };
    if (!(at > 0 && is_letter(at - 1)) && !is_letter(at + name.size()))
      return true;
  }
  return false;
}

} // namespace

std::string NetlistElement::node(const std::string &word) const {
  if (word == "0" || word == "gnd" || word == Circuit::ground)
    return Circuit::ground;
  if (pins)
    if (const auto pin = pins->find(word); pin != pins->end())
      return pin->second;
  return prefix + word;
}

void Netlist::fail(const NetlistLine &line, const std::string &message) const {
  throw UserError({file_, line.number, 1, ""}, message);
}

Netlist::Netlist(const std::string &text, const std::string &file, std::vector<std::string> &notes)
    : file_(file), lines_(netlist_lines(text, file, notes)) {
  leave_out_title(notes);
  sort_lines(notes);
  expand(top_, {nullptr, "", "", parameters_, nullptr}, 0);
}

void Netlist::leave_out_title(std::vector<std::string> &notes) {
  if (lines_.empty() || !can_be_title(lines_.front()))
    return;
  if (lines_.size() == 1 || lines_.front().number > 1)
    return;
  notes.push_back(fmt::format("{}:{}: \"{}\" is taken as the title", file_, lines_.front().number,
                              excerpt(lines_.front().text)));
  lines_.erase(lines_.begin());
}

/// Definitions of subcircuits and parameters, and what is left.
void Netlist::sort_lines(std::vector<std::string> &notes) {
  Subcircuit *open = nullptr;
  const NetlistLine *opened = nullptr;
  for (const NetlistLine &line : lines_) {
    const std::string first = line.words.empty() ? "" : line.words[0];
    if (first == ".subckt") {
      if (line.words.size() < 3)
        fail(line, fmt::format("found {} words, expected .subckt name nodes", line.words.size()));
      if (open != nullptr)
        fail(line, "found .subckt within another, expected .ends before");
      if (subcircuits_.count(line.words[1]) != 0)
        fail(line, fmt::format("found the subcircuit \"{}\" a second time, expected a name of its own",
                               excerpt(line.words[1])));
      open = &subcircuits_[line.words[1]];
      open->pins.assign(line.words.begin() + 2, line.words.end());
      std::erase(open->pins, "params:");
      open->parameters = line.assignments;
      opened = &line;
    } else if (first == ".ends") {
      if (open == nullptr)
        fail(line, "found .ends without .subckt");
      open = nullptr;
    } else if (first == ".end") {
      break;
    } else if (first == ".param" || first == ".params" || first == ".parameter") {
      if (line.assignments.empty() || line.words.size() > 1)
        fail(line, fmt::format("found \"{}\", expected .param name=value", excerpt(line.text)));
      for (const NetlistAssignment &parameter : line.assignments)
        if (open != nullptr)
          open->parameters.push_back(parameter);
        else
          parameters_->define(parameter.name, parameter.value);
    } else if (left_out.count(first) != 0) {
      notes.push_back(fmt::format("{}:{}: {} is left out", file_, line.number, first));
    } else {
      (open != nullptr ? open->lines : top_).push_back(&line);
    }
  }
  if (open != nullptr)
    fail(*opened, "found .subckt without .ends");
}

void Netlist::expand(const std::vector<const NetlistLine *> &lines, const NetlistElement &around, int depth) {
  std::set<std::string> names;
  for (const NetlistLine *line : lines) {
    if (line->words.empty())
      fail(*line, fmt::format("found \"{}\", expected an element's name first", excerpt(line->text)));
    const std::string &first = line->words[0];
    if (!names.insert(first).second)
      fail(*line, fmt::format("found \"{}\" a second time, expected a name of its own", excerpt(first)));
    NetlistElement element{line, around.prefix + first, around.prefix, around.scope, around.pins};
    if (first[0] == 'x') {
      expand_instance(element, depth);
    } else {
      elements_.push_back(std::move(element));
      if (elements_.size() > most_elements)
        fail(*line, fmt::format("found more than {} elements after subcircuits are expanded", most_elements));
    }
  }
}

void Netlist::expand_instance(const NetlistElement &instance, int depth) {
  const NetlistLine &line = *instance.line;
  std::vector<std::string> words = line.words;
  std::erase(words, "params:");
  if (words.size() < 3)
    fail(line, fmt::format("found {} words, expected Xname nodes subcircuit", words.size()));
  const auto found = subcircuits_.find(words.back());
  if (found == subcircuits_.end())
    fail(line, fmt::format("found the unknown subcircuit \"{}\"", excerpt(words.back())));
  const Subcircuit &subcircuit = found->second;
  if (subcircuit.pins.size() != words.size() - 2)
    fail(line, fmt::format("found {} nodes, expected {}", words.size() - 2, subcircuit.pins.size()));
  if (depth > deepest_instance)
    fail(line,
         fmt::format("found subcircuits nested more than {} deep; does one hold itself?", deepest_instance));
  if (++instances_ > most_elements)
    fail(line, fmt::format("found more than {} instances of subcircuits", most_elements));
  auto pins = std::make_shared<std::map<std::string, std::string>>();
  for (std::size_t k = 0; k < subcircuit.pins.size(); ++k)
    (*pins)[subcircuit.pins[k]] = instance.node(words[k + 1]);
  expand(subcircuit.lines, {nullptr, "", instance.name + ".", scope_of(instance, subcircuit), pins},
         depth + 1);
}

/// Defaults, over which go the values that the instance gives, as the parameters around it make them.
std::shared_ptr<const ParameterScope> Netlist::scope_of(const NetlistElement &instance,
                                                        const Subcircuit &subcircuit) {
  auto scope = std::make_shared<ParameterScope>(parameters_.get());
  for (const NetlistAssignment &parameter : subcircuit.parameters)
    scope->define(parameter.name, parameter.value);
  for (const NetlistAssignment &given : instance.line->assignments) {
    const bool used =
        std::any_of(subcircuit.lines.begin(), subcircuit.lines.end(),
                    [&](const NetlistLine *line) { return names_parameter(line->text, given.name); });
    if (!scope->defines(given.name) && !used)
      fail(*instance.line, fmt::format("found the parameter \"{}\", which \"{}\" doesn't have",
                                       excerpt(given.name), excerpt(instance.line->words.back())));
    try {
      scope->define(given.name, fmt::format("{:.17g}", instance.scope->evaluate(given.value)));
    } catch (const std::invalid_argument &error) {
      fail(*instance.line, error.what());
    }
  }
  return scope;
}

} // namespace earshot

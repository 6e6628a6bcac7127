#include "solver/algebra/problem_builder.h"

#include <stdexcept>

namespace earshot {

const Partition &ProblemBuilder::partition() const {
  if (problem_ == nullptr)
    throw std::logic_error("an outline has no matrices");
  return problem_->partition;
}

void ProblemBuilder::add_term(const std::string &name, const std::string &region, Coefficient coefficient,
                              const std::string &loss, const std::function<RealMatrix()> &assemble,
                              const std::string &content) {
  if (problem_ != nullptr) {
    const bool wanted = wanted_ == nullptr || wanted_->at(problem_->terms.size());
    RealMatrix matrix = wanted ? assemble() : RealMatrix();
    for (const Term &term : problem_->terms)
      matrix.share_pattern(term.matrix);
    problem_->terms.push_back({name, region, std::move(coefficient), std::move(matrix), loss});
    return;
  }
  outline_->functions.terms.push_back(std::move(coefficient));
  outline_->lines.push_back("term | " + name + " | " + region + " | " + loss + " | " + content);
}

void ProblemBuilder::add_load(const std::string &name, Coefficient coefficient,
                              const std::function<SparseVector()> &assemble) {
  if (problem_ != nullptr) {
    problem_->loads.push_back({name, std::move(coefficient), assemble()});
    return;
  }
  outline_->functions.loads.push_back(std::move(coefficient));
  outline_->lines.push_back("load | " + name);
}

void ProblemBuilder::add_output(const Quantity &quantity, Coefficient coefficient,
                                const std::function<SparseVector()> &assemble) {
  if (problem_ != nullptr) {
    problem_->outputs.push_back({quantity, std::move(coefficient), assemble()});
    return;
  }
  outline_->functions.outputs.push_back(std::move(coefficient));
  outline_->lines.push_back("output | " + to_string(quantity));
}

void ProblemBuilder::add_monitor(const Quantity &quantity, Coefficient coefficient,
                                 const std::function<std::vector<SparseVector>()> &assemble) {
  if (problem_ != nullptr) {
    problem_->monitors.push_back(
        {quantity, std::move(coefficient), wanted_ == nullptr ? assemble() : std::vector<SparseVector>()});
    return;
  }
  outline_->functions.monitors.push_back(std::move(coefficient));
  outline_->lines.push_back("monitor | " + to_string(quantity));
}

} // namespace earshot

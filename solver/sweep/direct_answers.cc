#include "solver/sweep/direct_answers.h"

namespace earshot {

void DirectAnswers::add(const Factors &point, SweepPoint answer) {
  points_.push_back(point);
  answers_.push_back(std::move(answer));
}

const SweepPoint *DirectAnswers::find(const Factors &point) const {
  for (std::size_t k = points_.size(); k-- > 0;)
    if (const Factors &other = points_[k]; other.omega == point.omega && other.terms == point.terms &&
                                           other.loads == point.loads && other.outputs == point.outputs)
      return &answers_[k];
  return nullptr;
}

} // namespace earshot

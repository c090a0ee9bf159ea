// A table that somebody is asked about: what was read, what is chosen, and what that would make.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/experiment/table_samples.h"

namespace backprop {

class TableImport {
 public:
  TableImport(std::string name, Table table)
      : name_(std::move(name)), table_(std::move(table)), roles_(table_.roles) {
    renew();
  }

  const std::string& name() const { return name_; }  // of the file, quoted
  const Table& table() const { return table_; }

  const std::vector<ColumnRole>& roles() const { return roles_; }
  // What another column was gives way: there is one x1, one x2 and one class or value; targets and
  // a class exclude each other.
  void set_role(std::size_t column, ColumnRole role);
  // Whether rows are samples with any number of inputs, or points of the plane; and, for all
  // columns at once, the roles that go with one or the other.
  bool takes_samples() const { return are_samples(roles_); }
  void take_samples(bool samples);
  TableScale scale() const { return scale_; }
  void set_scale(TableScale scale);
  // A table of ours may be scaled as it says of itself, while its columns are what it says.
  bool has_told() const { return table_.told && roles_ == table_.roles; }

  // Whether there is nothing to ask: the columns are certain, and points lie on the plane as they
  // are.
  bool leaves_no_doubt() const {
    const bool as_it_is = scale_ == TableScale::kNone || scale_ == TableScale::kTold;
    return table_.certain && (as_it_is || takes_samples()) && says_.has_value();
  }

  // The points in place of an experiment's data, and what that is in words.
  struct Taken {
    Experiment experiment;
    std::string note;
  };
  Result<Taken> take(const Experiment& experiment) const;

  // What would be taken, in sentences, or why nothing can be.
  const Result<std::vector<std::string>>& says() const { return says_; }
  // Where that is in the plane, with classes or values as labels: for samples, their first two
  // inputs, fitted.
  const std::vector<Point>& points() const { return points_; }
  Problem problem() const { return problem_; }

 private:
  void renew();

  std::string name_;
  Table table_;
  std::vector<ColumnRole> roles_;
  TableScale scale_ = TableScale::kNone;
  bool scale_chosen_ = false;  // by hand: it stays when roles change
  Result<std::vector<std::string>> says_;
  std::vector<Point> points_;
  Problem problem_ = Problem::kClassification;
};

}  // namespace backprop

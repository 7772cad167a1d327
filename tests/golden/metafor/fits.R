# What metafor makes of its classic data sets and of our own tables, as JSON on standard output.
# Run in this folder: Rscript fits.R own_arms.csv shared_arms.csv > fits.json
# own_arms.csv is written by `python -m tests.golden.metafor.own_arms`.

suppressMessages({library(metafor); library(metadat)})
# The change of tau2 at which the search ends; a smaller one is below what floats can tell.
tight <- function(yi) list(threshold = 1e-11 * max(1, var(c(yi))), maxiter = 10000)

json <- function(x) {
  if (is.list(x) && length(x) == 0) return("{}")
  if (is.list(x)) {
    body <- paste0("\"", names(x), "\": ", vapply(x, json, ""), collapse = ",\n")
    return(paste0("{", body, "}"))
  }
  one <- function(v) {
    if (is.na(v)) return("null")
    if (is.character(v)) return(paste0("\"", v, "\""))
    formatC(v, digits = 17, format = "g")
  }
  each <- vapply(x, one, "")
  if (length(x) == 1 && is.null(attr(x, "many"))) return(each)
  paste0("[", paste(each, collapse = ", "), "]")
}
many <- function(x) { attr(x, "many") <- TRUE; x }

fit_of <- function(m) list(est = c(m$beta), se = m$se, lo = m$ci.lb, hi = m$ci.ub, p = m$pval)

fits <- function(yi, vi, arms = list(), measure = "GEN") {
  control <- tight(yi)
  plain <- rma(yi, vi, method = "REML", control = control)
  wide <- rma(yi, vi, method = "REML", test = "knha", control = control)
  adhoc <- rma(yi, vi, method = "REML", test = "adhoc", control = control)
  dl <- rma(yi, vi, method = "DL")
  fe <- rma(yi, vi, method = "EE")
  ends <- confint(plain, control = list(tol = 1e-14, maxiter = 10000))$random
  ahead <- predict(wide)
  out <- leave1out(wide)
  up <- cumul(wide)
  list(
    measure = measure, arms = arms, yi = many(c(yi)), vi = many(c(vi)),
    reml = fit_of(plain), knha = fit_of(wide), adhoc = fit_of(adhoc), dl = fit_of(dl),
    fe = fit_of(fe), dl_tau2 = dl$tau2, tau2 = plain$tau2, i2 = plain$I2, h2 = plain$H2,
    q = plain$QE, q_p = plain$QEp,
    tau2_lo = ends[1, 2], tau2_hi = ends[1, 3], i2_lo = ends[3, 2], i2_hi = ends[3, 3],
    pi_lo = ahead$pi.lb, pi_hi = ahead$pi.ub,
    weights = many(weights(plain)),
    without = many(out$estimate), without_lo = many(out$ci.lb), without_tau2 = many(out$tau2),
    up_to = many(up$estimate), up_to_tau2 = many(up$tau2)
  )
}

events <- function(d, measure) {
  e <- escalc(measure = measure, ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d,
              drop00 = measure != "RD")
  kept <- !is.na(e$yi)
  arms <- list(ai = many(d$ai), n1i = many(d$n1i), ci = many(d$ci), n2i = many(d$n2i))
  fits(e$yi[kept], e$vi[kept], arms, measure)
}

scores <- function(d, measure) {
  e <- escalc(measure = measure, m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i,
              n2i = n2i, data = d)
  arms <- lapply(c(m1i = "m1i", sd1i = "sd1i", n1i = "n1i", m2i = "m2i", sd2i = "sd2i",
                   n2i = "n2i"), function(name) many(d[[name]]))
  fits(e$yi, e$vi, arms, measure)
}

bcg <- with(dat.bcg, data.frame(ai = tpos, n1i = tpos + tneg, ci = cpos, n2i = cpos + cneg))
yusuf <- na.omit(subset(dat.yusuf1985, table == "6", c(ai, n1i, ci, n2i)))
niel <- subset(dat.nielweise2007, select = c(ai, n1i, ci, n2i))
gibson <- na.omit(subset(dat.gibson2002, select = c(n1i, m1i, sd1i, n2i, m2i, sd2i)))

all <- list(
  bcg_rr = events(bcg, "RR"), bcg_or = events(bcg, "OR"), bcg_rd = events(bcg, "RD"),
  yusuf1985_or = events(yusuf, "OR"), yusuf1985_rd = events(yusuf, "RD"),
  nielweise2007_or = events(niel, "OR"), nielweise2007_rr = events(niel, "RR"),
  hine1989_rd = events(dat.hine1989, "RD"),
  normand1999_md = scores(dat.normand1999, "MD"), normand1999_smd = scores(dat.normand1999, "SMD"),
  gibson2002_md = scores(gibson, "MD"), gibson2002_smd = scores(gibson, "SMD"),
  raudenbush1985 = with(dat.raudenbush1985, fits(yi, vi)),
  hackshaw1998 = with(dat.hackshaw1998, fits(yi, vi))
)

own <- read.csv(commandArgs(trailingOnly = TRUE)[1])
for (name in unique(own$pool)) {
  d <- own[own$pool == name, ]
  all[[name]] <- if (d$measure[1] %in% c("MD", "SMD")) scores(d, d$measure[1]) else
    events(d, d$measure[1])
}

# Comparisons that share their first arm: three arms of a trial are two comparisons.
shared <- function(measure) {
  d <- read.csv(commandArgs(trailingOnly = TRUE)[2])
  e <- if (measure %in% c("MD", "SMD"))
    escalc(measure = measure, m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i,
           n2i = n2i, data = d) else
    escalc(measure = measure, ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d)
  V <- diag(c(e$vi))
  for (i in seq_len(nrow(d))) for (j in seq_len(nrow(d))) if (i != j && d$trial[i] == d$trial[j]) {
    n_all <- d$n1i[i] + d$n2i[i] + d$n2i[j]
    V[i, j] <- switch(measure,
      MD = d$sd1i[i]^2 / d$n1i[i],
      SMD = 1 / d$n1i[i] + e$yi[i] * e$yi[j] / (2 * n_all),
      RD = d$ai[i] * (d$n1i[i] - d$ai[i]) / d$n1i[i]^3,
      RR = 1 / d$ai[i] - 1 / d$n1i[i],
      OR = 1 / d$ai[i] + 1 / (d$n1i[i] - d$ai[i]))
  }
  e$comparison <- ave(seq_len(nrow(d)), d$trial, FUN = seq_along)
  m <- rma.mv(yi, V, random = ~ comparison | trial, struct = "CS", rho = 0.5, data = e,
              control = list(optimizer = "BFGS", reltol = 1e-15))
  fixed <- rma.mv(yi, V, data = e)
  list(measure = measure, est = c(m$beta), se = m$se, tau2 = m$tau2, fixed = c(fixed$beta),
       fixed_se = fixed$se, q = m$QE)
}
for (measure in c("MD", "SMD", "RD", "RR", "OR"))
  all[[paste0("shared_", tolower(measure))]] <- shared(measure)

cat(json(all), "\n")

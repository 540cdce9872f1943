// Lets Node import the phone's modules by the paths a page imports them by.

import { registerHooks } from "node:module"
import { pathToFileURL } from "node:url"

const root = pathToFileURL(`${import.meta.dirname}/../../static/`).href

registerHooks({
  resolve: (name, context, next) =>
    next(name.startsWith("/static/") ? root + name.slice("/static/".length) : name, context),
})

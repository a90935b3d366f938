import { type ComponentChildren, Fragment, options, type VNode } from 'preact'
import { harmless } from './harmless.js'

const ATTRIBUTES = ['title', 'aria-label', 'placeholder'] as const

/**
 * Every text passes here on its way to the page, so that no view can forget to make it harmless. Markup in it is never
 * interpreted: the page knows no other way to show a text than as one.
 */
export function showHarmlessly(): void {
  const before = options.vnode
  options.vnode = vnode => {
    if (typeof vnode.type === 'string' || vnode.type === Fragment) cleanse(vnode)
    before?.(vnode)
  }
}

function cleanse({ props }: VNode<Record<string, unknown>>): void {
  props.children = cleansed(props.children)
  for (const name of ATTRIBUTES) {
    const value = props[name]
    if (typeof value === 'string') props[name] = harmless(value)
  }
}

function cleansed(children: ComponentChildren): ComponentChildren {
  if (typeof children === 'string') return harmless(children)
  return Array.isArray(children) ? children.map(cleansed) : children
}

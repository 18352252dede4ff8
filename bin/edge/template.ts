/** Text as Terraform reads it literally: neither `${…}` nor `%{…}` is evaluated (https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences). */
export const literal = (text: string): string => text.replace(/[$%]\{/g, (marker) => `${marker.charAt(0)}${marker}`);
